//! Where a service is reached.

use std::fmt;

use http::uri::{Authority, Scheme, Uri};

/// The address of a host: `host`, `host:port`, `http://host:port`. Without a scheme it is `https`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    /// Without a port that is the usual one of the scheme, as clients write it in the header `Host`.
    authority: String,
}

impl Endpoint {
    /// Reads an address.
    ///
    /// # Errors
    /// It has a path, a user or another scheme, or is no address. The text says which; it does not repeat the address.
    pub fn parse(address: &str) -> Result<Self, String> {
        let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
        let uri: Uri =
            whole.parse().map_err(|_| "an endpoint is `host`, `host:port` or `http://host:port`".to_owned())?;
        let scheme = uri.scheme().filter(|scheme| **scheme == Scheme::HTTP || **scheme == Scheme::HTTPS);
        let scheme = scheme.ok_or("the scheme of an endpoint is `http` or `https`")?.clone();
        let authority = uri.authority().filter(|it| !it.host().is_empty()).ok_or("an endpoint has a host")?;
        if authority.as_str().contains('@') {
            return Err("an endpoint has no user name in it".to_owned());
        }
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err("an endpoint has no path: every call goes to `/`".to_owned());
        }
        let authority = without_usual_port(authority, &scheme)?;
        Ok(Self { scheme, authority })
    }

    /// Host and port as the header `Host` has them.
    pub fn host_header(&self) -> &str {
        &self.authority
    }
}

fn without_usual_port(authority: &Authority, scheme: &Scheme) -> Result<String, String> {
    let host = authority.host().to_ascii_lowercase();
    let rest = authority.as_str().get(authority.host().len()..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(host);
    }
    let port = authority.port_u16().ok_or("the port of an endpoint is a number below 65536")?;
    let usual = if *scheme == Scheme::HTTP { 80 } else { 443 };
    Ok(if port == usual { host } else { format!("{host}:{port}") })
}

impl fmt::Display for Endpoint {
    /// Scheme and host, without a slash at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn an_address_is_a_host_with_or_without_port_and_scheme() {
        for (given, address, host) in [
            ("api.example", "https://api.example", "api.example"),
            ("API.example:443", "https://api.example", "api.example"),
            ("api.example:8443", "https://api.example:8443", "api.example:8443"),
            ("http://127.0.0.1:80/", "http://127.0.0.1", "127.0.0.1"),
            ("http://[::1]:7000", "http://[::1]:7000", "[::1]:7000"),
        ] {
            let endpoint = Endpoint::parse(given).unwrap();
            assert_eq!((endpoint.to_string().as_str(), endpoint.host_header()), (address, host), "{given}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_repeated() {
        for given in [
            "",
            " ",
            "a b",
            "ftp://a",
            "http://",
            "user:hunter2@a",
            "a/path",
            "a?query",
            "a:hunter2",
            "a:",
            "a:70000",
            "é",
        ] {
            let problem = Endpoint::parse(given).expect_err(given);
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }
}
