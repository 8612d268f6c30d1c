//! The command that shows the explorer page.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::exit::Failure;

/// Opens a page that knows the rules of every operation. It works without a network, and sends nothing unless it is asked to.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Print where the page is, and open nothing.
    #[arg(long)]
    print_path: bool,
    /// Write the page, say where it is, and open nothing.
    #[arg(long, conflicts_with = "print_path")]
    no_open: bool,
}

/// Writes the page of a program below the user's cache, or else below the folder for temporary files, and opens it.
pub(crate) fn run(
    arguments: &Arguments,
    name: &str,
    page: Option<&str>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<(), Failure> {
    let page = page.ok_or_else(|| Failure::start("this program has no explorer page".to_owned()))?;
    let path = write(&folders(name, environment), page).map_err(Failure::start)?;
    let shown = path.display();
    // Who started it may have closed the pipe.
    let mut out = std::io::stdout();
    if arguments.print_path {
        let _ = writeln!(out, "{shown}");
        return Ok(());
    }
    let _ = writeln!(out, "the page is {shown}");
    if arguments.no_open || open(&path) {
        return Ok(());
    }
    let _ = writeln!(std::io::stderr(), "no browser could be started: open that file with one");
    Ok(())
}

/// Where the page can be, in the order of preference.
fn folders(name: &str, environment: &dyn Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let absolute = |path: &PathBuf| path.is_absolute();
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").filter(absolute).or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let temporary = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
    cache.filter(absolute).map(|cache| cache.join(name)).into_iter().chain([temporary]).collect()
}

/// Writes the page into the first folder that takes it.
fn write(folders: &[PathBuf], page: &str) -> Result<PathBuf, String> {
    let mut why = String::new();
    for folder in folders {
        let path = folder.join("explorer.html");
        let written = std::fs::create_dir_all(folder).and_then(|()| {
            // Under another name first, so that a browser never reads half of it.
            let new = folder.join(format!("explorer.{}.new", std::process::id()));
            std::fs::write(&new, page)?;
            std::fs::rename(&new, &path)
        });
        match written {
            Ok(()) => return Ok(path),
            Err(error) => why = format!("cannot write {}: {error}", path.display()),
        }
    }
    Err(why)
}

fn open(path: &Path) -> bool {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("explorer.exe");
        command.arg(path);
        command
    } else {
        let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
        command.arg(path);
        command
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // `explorer.exe` says 1 when it worked.
    command.status().is_ok_and(|status| cfg!(windows) || status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_in_the_cache_of_the_user_or_in_a_temporary_folder() {
        let folder = std::env::temp_dir().join(format!("explorer-test-{}", std::process::id()));
        let cache = folder.join("cache");
        let environment = |name: &str| match name {
            "XDG_CACHE_HOME" | "LOCALAPPDATA" | "HOME" => Some(cache.display().to_string()),
            _ => None,
        };
        let found = folders("shop", &environment);
        assert!(found[0].starts_with(&cache) && found[0].ends_with("shop"), "{found:?}");
        assert_eq!(found.len(), 2);
        assert_eq!(folders("shop", &|_| None).len(), 1);
        // A file where a folder must be: the next one is taken.
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("file"), "").unwrap();
        let path = write(&[folder.join("file"), cache.join("shop")], "<p>").unwrap();
        assert_eq!(std::fs::read_to_string(path).unwrap(), "<p>");
        assert!(write(&[folder.join("file")], "<p>").unwrap_err().starts_with("cannot write "));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
