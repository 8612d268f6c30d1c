//! One page of Markdown as HTML, with an id at every heading and its links led to pages of the site.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::HashMap;

/// A page as HTML.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub(super) title: String,
    pub(super) html: String,
    pub(super) sections: Vec<Section>,
}

/// What stands below one heading, for the search.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) text: String,
}

/// Where a link of a page leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To this address.
    Link(String),
    /// To a file of the repository that is no page: its name stays, and is no link.
    File,
}

/// Renders a page. `lead` says where a link leads.
///
/// # Errors
/// What `lead` says about a link that leads nowhere.
pub(super) fn render(
    text: &str,
    mut lead: impl FnMut(&str) -> Result<Target, String>,
) -> Result<Rendered, Vec<String>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let mut ids = Ids::default();
    let mut out = Vec::with_capacity(events.len());
    let mut sections: Vec<Section> = Vec::new();
    let mut faults = Vec::new();
    // Links to files that are no pages end without an end tag.
    let mut open = Vec::new();
    let mut heading = false;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let title = plain(events.get(at + 1..).unwrap_or_default(), *level);
                let id = ids.of(&title);
                out.push(Event::Html(format!("<{level} id=\"{id}\"><a class=\"here\" href=\"#{id}\">").into()));
                sections.push(Section { id, title, level: *level as u8, text: String::new() });
                heading = true;
                continue;
            }
            Event::End(TagEnd::Heading(level)) => {
                out.push(Event::Html(format!("</a></{level}>\n").into()));
                heading = false;
                continue;
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target = lead(dest_url).unwrap_or_else(|fault| {
                    faults.push(fault);
                    Target::File
                });
                let is_link = matches!(target, Target::Link(_)) && !heading;
                open.push(is_link);
                if let (Target::Link(address), true) = (target, is_link) {
                    let (link_type, title, id) = (*link_type, title.clone(), id.clone());
                    out.push(Event::Start(Tag::Link { link_type, dest_url: address.into(), title, id }));
                }
                continue;
            }
            Event::End(TagEnd::Link) => {
                if open.pop().unwrap_or(true) {
                    out.push(event.clone());
                }
                continue;
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let address: CowStr<'_> = match lead(dest_url) {
                    Ok(Target::Link(address)) => address.into(),
                    Ok(Target::File) => dest_url.clone(),
                    Err(fault) => {
                        faults.push(fault);
                        dest_url.clone()
                    }
                };
                let (link_type, title, id) = (*link_type, title.clone(), id.clone());
                out.push(Event::Start(Tag::Image { link_type, dest_url: address, title, id }));
                continue;
            }
            // A wide table scrolls by itself, and the page does not; so it has to be reached by keyboard.
            Event::Start(Tag::Table(_)) => out.push(Event::Html("<div class=\"wide\" tabindex=\"0\">".into())),
            Event::Text(text) | Event::Code(text) => {
                if let (Some(section), false) = (sections.last_mut(), heading) {
                    section.text.push_str(text);
                    section.text.push(' ');
                }
            }
            _ => {}
        }
        out.push(event.clone());
        if matches!(event, Event::End(TagEnd::Table)) {
            out.push(Event::Html("</div>\n".into()));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut page = Rendered { sections, ..Rendered::default() };
    page.title = page.sections.first().map(|it| it.title.clone()).unwrap_or_default();
    html::push_html(&mut page.html, out.into_iter());
    // So do long lines of code.
    page.html = page.html.replace("<pre>", "<pre tabindex=\"0\">");
    Ok(page)
}

/// The words of a heading.
fn plain(events: &[Event<'_>], level: HeadingLevel) -> String {
    let inside = events.iter().take_while(|it| **it != Event::End(TagEnd::Heading(level)));
    inside
        .map(|event| match event {
            Event::Text(text) | Event::Code(text) => text.as_ref(),
            _ => "",
        })
        .collect()
}

/// Ids as they are derived on the sites where people read Markdown.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    fn of(&mut self, title: &str) -> String {
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let id: String = title.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect();
        let count = self.0.entry(id.clone()).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id}-{}", *count - 1) }
    }
}
