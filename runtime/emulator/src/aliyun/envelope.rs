//! Answers as the gateway writes them: JSON or XML, replies and errors.

use std::borrow::Cow;

use contingent_rules::Value;

use super::refusal::Refused;

/// In which format a client wants its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Json,
    Xml,
}

impl Format {
    /// As the parameter `Format` says it; `None` for something else.
    pub(super) fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else {
            name.eq_ignore_ascii_case("xml").then_some(Self::Xml)
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json;charset=utf-8",
            Self::Xml => "text/xml;charset=utf-8",
        }
    }
}

/// What an operation answers.
pub(super) fn reply(format: Format, action: &str, value: &Value) -> Vec<u8> {
    write(format, &format!("{action}Response"), value)
}

/// What the gateway answers when a call is not done.
pub(super) fn error(format: Format, refused: &Refused, request_id: &str, host: &str, product: &str) -> Vec<u8> {
    let query = |text: &str| contingent_runtime::aliyun::sign::percent(text);
    let recommend = format!(
        "https://api.aliyun.com/troubleshoot?q={}&product={}&requestId={}",
        query(&refused.code),
        query(product),
        query(request_id)
    );
    let entries: [(&str, &str); 5] = [
        ("RequestId", request_id),
        ("HostId", host),
        ("Code", &refused.code),
        ("Message", &refused.message),
        ("Recommend", &recommend),
    ];
    let entries = entries.map(|(name, text)| (name.to_owned(), Value::from(text)));
    write(format, "Error", &Value::Object(entries.into()))
}

fn write(format: Format, root: &str, value: &Value) -> Vec<u8> {
    match format {
        Format::Json => value.to_string().into_bytes(),
        Format::Xml => {
            let mut out = String::from("<?xml version='1.0' encoding='UTF-8'?>");
            element(&mut out, root, value);
            out.into_bytes()
        }
    }
}

/// A list is its element as often as it has items; `null` is nothing.
fn element(out: &mut String, name: &str, value: &Value) {
    if let Value::List(items) = value {
        items.iter().for_each(|item| element(out, name, item));
        return;
    }
    let name = element_name(name);
    let open = |out: &mut String| ["<", &name, ">"].into_iter().for_each(|part| out.push_str(part));
    match value {
        Value::Null | Value::List(_) => return,
        Value::Bool(flag) => {
            open(out);
            out.push_str(if *flag { "true" } else { "false" });
        }
        Value::Number(text) | Value::Text(text) => {
            open(out);
            escape(out, text);
        }
        Value::Object(entries) => {
            open(out);
            entries.iter().for_each(|(name, value)| element(out, name, value));
        }
    }
    ["</", &name, ">"].into_iter().for_each(|part| out.push_str(part));
}

/// A name that an element can have: other characters become `_`.
fn element_name(name: &str) -> Cow<'_, str> {
    let begins = |c: char| c.is_ascii_alphabetic() || c == '_';
    let continues = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if name.starts_with(begins) && name.chars().all(continues) {
        return Cow::Borrowed(name);
    }
    let first = if name.starts_with(begins) { "" } else { "_" };
    let rest = name.chars().map(|c| if continues(c) { c } else { '_' });
    Cow::Owned(first.chars().chain(rest).collect())
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // As itself it would come back as a line feed.
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            // What XML cannot say in any way.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, json: &str) -> String {
        String::from_utf8(reply(format, "Op", &Value::parse(json).unwrap())).unwrap()
    }

    #[test]
    fn a_reply_is_json_or_xml() {
        let json =
            r#"{"RequestId":"A","Items":{"Item":[{"N":1.0,"T":true},{"N":2,"X":null}]},"Codes":["a","b"],"None":[]}"#;
        assert_eq!(written(Format::Json, json), json);
        assert_eq!(
            written(Format::Xml, json),
            "<?xml version='1.0' encoding='UTF-8'?><OpResponse><RequestId>A</RequestId><Items><Item><N>1.0</N><T>true</T></Item>\
             <Item><N>2</N></Item></Items><Codes>a</Codes><Codes>b</Codes></OpResponse>"
        );
    }

    #[test]
    fn xml_is_well_formed_whatever_is_in_it() {
        let json = r#"{"a<b":"<&>\"\r\n\u0000\u001b\uffff é","1":"x","":{"é":[[1,2],[3]]}}"#;
        assert_eq!(
            written(Format::Xml, json),
            "<?xml version='1.0' encoding='UTF-8'?><OpResponse><a_b>&lt;&amp;&gt;&quot;&#13;\n\u{fffd}\u{fffd}\u{fffd} é</a_b>\
             <_1>x</_1><_><__>1</__><__>2</__><__>3</__></_></OpResponse>"
        );
    }

    #[test]
    fn an_error_has_all_of_its_names() {
        let refused = Refused::new("Some.Code", 400, "a & b");
        let json = String::from_utf8(error(Format::Json, &refused, "ID", "host:1", "a b")).unwrap();
        assert_eq!(
            json,
            r#"{"RequestId":"ID","HostId":"host:1","Code":"Some.Code","Message":"a & b","Recommend":"https://api.aliyun.com/troubleshoot?q=Some.Code&product=a%20b&requestId=ID"}"#
        );
        let xml = String::from_utf8(error(Format::Xml, &refused, "ID", "host:1", "a b")).unwrap();
        assert!(xml.contains(
            "<Error><RequestId>ID</RequestId><HostId>host:1</HostId><Code>Some.Code</Code><Message>a &amp; b"
        ));
        assert!(xml.ends_with("&amp;requestId=ID</Recommend></Error>"), "{xml}");
    }

    #[test]
    fn formats_have_names_in_any_case() {
        assert_eq!(
            ["json", "JSON", "Xml", "yaml", ""].map(Format::named),
            [Some(Format::Json), Some(Format::Json), Some(Format::Xml), None, None]
        );
    }
}
