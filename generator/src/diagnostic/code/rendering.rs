//! Codes C08xx: rendering.

super::codes! {
TEMPLATE "C0801" Error "a template cannot be rendered"
"A page is made with a template of yours, and the template is at fault: a tag that is not closed, a name
that the page does not have, a value that is no text, or a file name that belongs to no page. The message
says what is wrong and the position is a line of the template. To change one part of a page, extend the
built-in template and write only the block that differs."
}
