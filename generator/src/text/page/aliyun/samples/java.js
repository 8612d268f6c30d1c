// The request in Java, with the generic client on which the vendor's typed ones stand.

import { KEY_ID_VARIABLE, KEY_SECRET_VARIABLE, quoteWith } from "./call.js";

/** A text as Java writes it: `\uXXXX` is read before anything else there, so what could end a text is never one. */
export function quoteJava(text) {
  return quoteWith(text, (character) => {
    const code = character.codePointAt(0);
    if (code < 0x80) return `\\${code.toString(8).padStart(3, "0")}`;
    return character.split("").map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  });
}

/** `com.aliyun:tea-openapi`. */
export function javaSample(call) {
  const value = ({ text, variable }) => (variable === null ? quoteJava(text) : `System.getenv(${quoteJava(variable)})`);
  const given = call.pairs.map((pair) => `        query.put(${quoteJava(pair.name)}, ${value(pair)});\n`).join("");
  return `import com.aliyun.teaopenapi.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import java.util.LinkedHashMap;
import java.util.Map;

public class Sample {
    public static void main(String[] args) throws Exception {
        Client client = new Client(new Config()
            .setAccessKeyId(System.getenv("${KEY_ID_VARIABLE}"))
            .setAccessKeySecret(System.getenv("${KEY_SECRET_VARIABLE}"))
            .setRegionId(${quoteJava(call.region)})
            .setEndpoint(${quoteJava(call.host)})
            .setProtocol(${quoteJava(call.protocol.toUpperCase())}));
        Params params = new Params()
            .setAction(${quoteJava(call.action)})
            .setVersion(${quoteJava(call.version)})
            .setProtocol(${quoteJava(call.protocol.toUpperCase())})
            .setPathname("/")
            .setMethod("POST")
            .setAuthType("AK")
            .setStyle("RPC")
            .setReqBodyType("formData")
            .setBodyType("json");
        Map<String, String> query = new LinkedHashMap<>();
${given}        OpenApiRequest request = new OpenApiRequest().setQuery(query);
        Map<String, ?> reply = client.callApi(params, request, new RuntimeOptions());
        System.out.println(reply.get("body"));
    }
}
`;
}
