//! A page in Markdown, as the blocks that a test looks at.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A fenced block.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// What stands behind the fence, in words.
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
    /// The line of the fence, from 1.
    pub(crate) line: usize,
}

impl Block {
    /// The language, the first word.
    pub(crate) fn language(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The second word.
    pub(crate) fn what(&self) -> Option<&str> {
        self.words.get(1).map(String::as_str)
    }
}

/// The blocks of a page in order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            assert!(!line.starts_with(' '), "line {number}: a fence is not indented");
            let text = lines.by_ref().map_while(|(line, _)| (line != "```").then(|| format!("{line}\n"))).collect();
            blocks.push(Block { words: info.split(' ').map(str::to_owned).collect(), text, line: number });
        }
    }
    blocks
}

/// A page with other texts in its blocks.
pub(crate) fn replaced(page: &str, texts: &[String]) -> String {
    let mut out = String::new();
    let mut texts = texts.iter();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(&format!("{line}\n"));
        if line.starts_with("```") {
            lines.by_ref().take_while(|line| *line != "```").for_each(drop);
            out.push_str(&format!("{}```\n", texts.next().unwrap()));
        }
    }
    out
}

/// All Markdown files below a folder of the workspace, by path from there.
pub(crate) fn markdown(folder: &str) -> Vec<String> {
    let root = workspace().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md") {
                found.push(path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
