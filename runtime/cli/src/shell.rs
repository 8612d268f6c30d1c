//! Completions for shells, and man pages.

use std::io::ErrorKind;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::Program;
use crate::exit::Failure;
use crate::world::print;

/// Prints the completions of a shell: `source <(NAME completions bash)`.
#[derive(Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Prints the man page of a command, or writes those of all commands.
#[derive(Args)]
pub(crate) struct Man {
    /// The command; without one, the page of the whole program.
    command: Option<String>,
    /// A directory in which the pages of all commands are written.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out: Option<PathBuf>,
}

/// The script for a shell. `line` has every command with all of its flags.
pub(crate) fn completions(program: &Program, wanted: &Completions, mut line: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(wanted.shell, &mut line, program.name, &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// The pages. `line` has every command with all of its flags.
pub(crate) fn man(program: &Program, wanted: &Man, mut line: Command) -> Result<(), Failure> {
    line.build();
    if let Some(folder) = &wanted.out {
        let failed = |error: std::io::Error| Failure::start(format!("cannot write {}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut left: Vec<(String, Command)> = vec![(program.name.to_owned(), line)];
        while let Some((name, command)) = left.pop() {
            std::fs::write(folder.join(format!("{name}.1")), page(&name, &command)?).map_err(failed)?;
            let below = command.get_subcommands().filter(|inner| inner.get_name() != "help");
            left.extend(below.map(|inner| (format!("{name}-{}", inner.get_name()), inner.clone())));
        }
        return Ok(());
    }
    let (name, command) = match &wanted.command {
        None => (program.name.to_owned(), &line),
        Some(name) => {
            let found = line.find_subcommand(name);
            let names = || line.get_subcommands().map(Command::get_name);
            let command = found.ok_or_else(|| {
                let near = contingent_rules::nearest(name, names());
                let help = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                Failure::usage(format!("no command is called `{}`{help}", crate::world::visible(name)))
            })?;
            (format!("{}-{name}", program.name), command)
        }
    };
    print(&String::from_utf8_lossy(&page(&name, command)?))
}

fn page(name: &str, command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone()).title(name.to_owned());
    match man.render(&mut page) {
        Ok(()) => Ok(page),
        Err(error) if error.kind() == ErrorKind::OutOfMemory => Err(Failure::start("no memory for a man page")),
        Err(error) => Err(Failure::start(format!("cannot make a man page: {error}"))),
    }
}
