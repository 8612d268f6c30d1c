//! Text in columns that fit a terminal.

/// What fits on a line.
pub(super) const WIDTH: usize = 100;

/// Between two columns.
const GAP: usize = 2;

/// Rows of equally many cells below each other, cells broken between words if need be; none if they do not fit.
pub(super) fn columns(rows: &[Vec<String>]) -> Option<String> {
    let count = rows.first()?.len();
    let of = |at: usize| rows.iter().filter_map(move |row| row.get(at));
    let mut widths: Vec<usize> = (0..count).map(|at| of(at).map(|cell| length(cell)).max().unwrap_or(0)).collect();
    let longest = |cell: &String| cell.split(' ').map(length).max().unwrap_or(0);
    let least: Vec<usize> = (0..count).map(|at| of(at).map(longest).max().unwrap_or(0)).collect();
    let gaps = GAP * count.saturating_sub(1);
    if least.iter().sum::<usize>() + gaps > WIDTH {
        return None;
    }
    while widths.iter().sum::<usize>() + gaps > WIDTH {
        // The widest of those that can give gives.
        let able = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least);
        let (width, _) = able.max_by_key(|(width, _)| **width)?;
        *width -= 1;
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut out = String::new();
            for (cell, width) in cells.iter().zip(&widths) {
                let part = cell.get(line).map_or("", String::as_str);
                out.push_str(part);
                out.push_str(&" ".repeat(width + GAP - length(part).min(*width)));
            }
            text.push_str(out.trim_end());
            text.push('\n');
        }
    }
    Some(text)
}

/// A text in lines of so many characters, words whole.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A paragraph behind a label: further lines are indented.
pub(super) fn hanging(label: &str, text: &str, indent: usize) -> String {
    let lines = wrapped(&format!("{label}{text}"), WIDTH - indent);
    lines.join(&format!("\n{}", " ".repeat(indent))) + "\n"
}

/// The table turned.
pub(super) fn turned(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let count = rows.first().map_or(0, Vec::len);
    (0..count).map(|at| rows.iter().filter_map(|row| row.get(at).cloned()).collect()).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}
