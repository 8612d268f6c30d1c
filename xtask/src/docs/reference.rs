//! The pages that are made of the texts of `contingent explain`.

use contingent::diagnostic::code;
use contingent::explain::{self, Entry, Topic};

/// The codes that begin with a prefix, as Markdown.
pub(super) fn codes(prefix: &str, title: &str) -> String {
    let entries = code::all().filter(|it| it.number().starts_with(prefix)).map(explain::of_code);
    page(&format!("Diagnostics: {title}"), "`contingent explain CODE` prints the same text.", entries)
}

/// Every form of a rule, as Markdown.
pub(super) fn forms() -> String {
    let lead = "A rule has exactly one form. `contingent explain require` prints the text of the form `require`.";
    page("Forms of rules", lead, explained(explain::FORMS))
}

/// Every built-in check, as Markdown.
pub(super) fn checks() -> String {
    let lead = "What is wrong with a request by its types alone. The id of such a violation is the name of the parameter and \
                the name of the check: `Region.required`. `contingent explain Region.required` prints the text of `required`.";
    page("Built-in checks", lead, explained(explain::CHECKS))
}

fn explained(topics: &'static [Topic]) -> impl Iterator<Item = Entry> {
    topics.iter().map(explain::of_topic)
}

fn page(title: &str, lead: &str, entries: impl Iterator<Item = Entry>) -> String {
    let mut page = format!("# {title}\n\n{lead}\n");
    for entry in entries {
        page.push_str(&format!("\n<a id=\"{0}\"></a>\n\n## `{0}`: {1}\n\n{2}", entry.name, entry.title, entry.text()));
    }
    page
}
