//! The hosts of a service.

/// Hosts by region, as a generated crate embeds them.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints {
    /// For callers that name no region.
    pub default: Option<&'static str>,
    /// For a region that is not listed, with `{region}` in it.
    pub pattern: Option<&'static str>,
    /// Region and host.
    pub regions: &'static [(&'static str, &'static str)],
}

impl Endpoints {
    /// The host of a region; `None` if there is none, or if the region cannot be part of a host
    /// name.
    pub fn host(&self, region: Option<&str>) -> Option<String> {
        let Some(region) = region else { return self.default.map(str::to_owned) };
        if let Some((_, host)) = self.regions.iter().find(|(listed, _)| *listed == region) {
            return Some((*host).to_owned());
        }
        // A region often comes from a configuration: it must not be able to name another host.
        let is_label = !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        self.pattern.filter(|_| is_label).map(|pattern| pattern.replace("{region}", region))
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoints;

    #[test]
    fn listed_regions_come_first_and_no_region_can_name_another_host() {
        let endpoints = Endpoints {
            default: Some("api.example"),
            pattern: Some("api.{region}.example"),
            regions: &[("north", "north.example")],
        };
        let host = |region| endpoints.host(region);
        assert_eq!(host(None).as_deref(), Some("api.example"));
        assert_eq!(host(Some("north")).as_deref(), Some("north.example"));
        assert_eq!(host(Some("south-1")).as_deref(), Some("api.south-1.example"));
        for region in ["", "evil.com/", "a.b", "x@y", "é"] {
            assert_eq!(host(Some(region)), None, "{region}");
        }
    }
}
