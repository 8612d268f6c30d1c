//! "Did you mean": the nearest of some names.

/// The candidate nearest to a name: another spelling of its case, or few edits away.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Distances to something very long say nothing and cost much.
    if name.len() > 200 {
        return None;
    }
    let folded = name.to_lowercase();
    let limit = (folded.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= name.len() + 16)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn case_and_small_slips_are_recognised() {
        let names = ["RDS", "ECS", "Express", "BackupGatewayId"];
        assert_eq!(nearest("rds", names), Some("RDS"));
        assert_eq!(nearest("Expres", names), Some("Express"));
        assert_eq!(nearest("BackupGatewayID", names), Some("BackupGatewayId"));
        assert_eq!(nearest("Unrelated", names), None);
        assert_eq!(nearest("", names), None);
    }
}
