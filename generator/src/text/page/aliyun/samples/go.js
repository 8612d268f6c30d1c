// The request in Go, with the generic client on which the vendor's typed ones stand.

import { codeOf, KEY_ID_VARIABLE, KEY_SECRET_VARIABLE, quoteWith } from "./call.js";

/** A text as Go writes it. */
export function quoteGo(text) {
  return quoteWith(text, (character) => {
    const code = codeOf(character);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** `github.com/alibabacloud-go/darabonba-openapi`. */
export function goSample(call) {
  const value = ({ text, variable }) => (variable === null ? quoteGo(text) : `os.Getenv(${quoteGo(variable)})`);
  const given = call.pairs.map((pair) => `\t\t${quoteGo(pair.name)}: tea.String(${value(pair)}),\n`).join("");
  return `package main

import (
	"fmt"
	"os"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	util "github.com/alibabacloud-go/tea-utils/v2/service"
	"github.com/alibabacloud-go/tea/tea"
)

func main() {
	client, err := openapi.NewClient(&openapi.Config{
		AccessKeyId:     tea.String(os.Getenv("${KEY_ID_VARIABLE}")),
		AccessKeySecret: tea.String(os.Getenv("${KEY_SECRET_VARIABLE}")),
		RegionId:        tea.String(${quoteGo(call.region)}),
		Endpoint:        tea.String(${quoteGo(call.host)}),
		Protocol:        tea.String(${quoteGo(call.protocol.toUpperCase())}),
	})
	if err != nil {
		panic(err)
	}
	params := &openapi.Params{
		Action:      tea.String(${quoteGo(call.action)}),
		Version:     tea.String(${quoteGo(call.version)}),
		Protocol:    tea.String(${quoteGo(call.protocol.toUpperCase())}),
		Pathname:    tea.String("/"),
		Method:      tea.String("POST"),
		AuthType:    tea.String("AK"),
		Style:       tea.String("RPC"),
		ReqBodyType: tea.String("formData"),
		BodyType:    tea.String("json"),
	}
	query := map[string]*string{
${given}	}
	reply, err := client.CallApi(params, &openapi.OpenApiRequest{Query: query}, &util.RuntimeOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(reply["body"])
}
`;
}
