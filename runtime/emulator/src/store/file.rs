//! The file that changes are written to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition, WriteTransaction};

use super::state::{Change, Head};
use super::tokens::{from_hex, hex};
use super::{Changes, Item, State, StoreError, Token};
use crate::engine::Engine;

/// Changes when what is written changes.
const FORMAT: &str = "1";

const HEAD: TableDefinition<&str, &str> = TableDefinition::new("head");
const ITEMS: TableDefinition<(&str, u64), &str> = TableDefinition::new("items");
const TOKENS: TableDefinition<u64, &str> = TableDefinition::new("tokens");

/// An open file.
pub(super) struct File {
    database: Database,
    path: PathBuf,
    /// The name of each kind, and those of its fields.
    kinds: Vec<(String, Vec<String>)>,
    /// Held until the database is closed.
    _lock: fs::File,
}

/// Opens the file in a directory, or makes both.
pub(super) fn open(dir: &Path, engine: &Engine) -> Result<(File, State), StoreError> {
    fs::create_dir_all(dir).map_err(|error| StoreError::io(dir, "make the directory", &error))?;
    let lock = lock(dir)?;
    let path = dir.join("state.redb");
    let exists = path.try_exists().map_err(|error| StoreError::io(&path, "look for", &error))?;
    let state = if exists { None } else { Some(make(dir, &path, engine)?) };
    let fail = |error: redb::Error| StoreError::database(&path, "open", error);
    // Every page is looked at, so that a damaged file is an error and never trusted.
    let mut builder = Database::builder();
    let database = builder.set_check_integrity_on_open(true).open(&path).map_err(|error| fail(error.into()))?;
    let state = match state {
        Some(state) => state,
        None => load(&database, &path, engine)?,
    };
    Ok((File { database, path, kinds: engine.kinds(), _lock: lock }, state))
}

/// Keeps other processes out of the directory.
fn lock(dir: &Path) -> Result<fs::File, StoreError> {
    let path = dir.join("lock");
    let fail = |error: &std::io::Error| StoreError::io(&path, "write", error);
    let file =
        fs::File::options().create(true).truncate(false).write(true).open(&path).map_err(|error| fail(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::in_use(dir)),
        // Where there are no locks, the database's own is all there can be.
        Err(fs::TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(file),
        Err(fs::TryLockError::Error(error)) => Err(fail(&error)),
    }
}

/// Makes the file under another name, so that it is there as a whole or not at all.
fn make(dir: &Path, path: &Path, engine: &Engine) -> Result<State, StoreError> {
    let new = dir.join("state.redb.new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::io(&new, "remove", &error));
        }
        Ok(()) | Err(_) => {}
    }
    let mut state = State::new(engine);
    state.record_from_now(true);
    let changes = [state.take_changes()];
    let fill = || -> Result<(), redb::Error> {
        let database = Database::create(&new)?;
        let transaction = database.begin_write()?;
        {
            let mut head = transaction.open_table(HEAD)?;
            head.insert("format", FORMAT)?;
            head.insert("service", engine.service().name.as_str())?;
            head.insert("version", engine.service().version.as_str())?;
        }
        write(&transaction, &changes, &engine.kinds())?;
        transaction.commit()?;
        Ok(database.close()?)
    };
    fill().map_err(|error| StoreError::database(&new, "write", error))?;
    fs::rename(&new, path).map_err(|error| StoreError::io(path, "write", &error))?;
    // The name is durable with the directory; systems that cannot open one keep it without.
    if let Ok(dir) = fs::File::open(dir) {
        dir.sync_all().map_err(|error| StoreError::io(path, "write", &error))?;
    }
    Ok(state)
}

/// Reads everything.
fn load(database: &Database, path: &Path, engine: &Engine) -> Result<State, StoreError> {
    let fail = |error: redb::Error| StoreError::database(path, "read", error);
    let damaged = |why: &str| StoreError::damaged(path, why);
    let read = database.begin_read().map_err(|error| fail(error.into()))?;
    let head = read.open_table(HEAD).map_err(|error| fail(error.into()))?;
    let entry = |name: &str| -> Result<Option<String>, StoreError> {
        let value = head.get(name).map_err(|error| fail(error.into()))?;
        Ok(value.map(|value| value.value().to_owned()))
    };
    check_owner(path, engine, [entry("format")?, entry("service")?, entry("version")?])?;
    let began =
        entry("began")?.map(|began| began.parse()).transpose().map_err(|_| damaged("no time of the first call"))?;
    let salt = entry("salt")?.and_then(|salt| from_hex(&salt)).ok_or_else(|| damaged("it has no salt"))?;
    let mut state = State::empty(engine, Head { salt, began });
    let kinds = engine.kinds();
    let items = read.open_table(ITEMS).map_err(|error| fail(error.into()))?;
    for entry in items.iter().map_err(|error| fail(error.into()))? {
        let (key, json) = entry.map_err(|error| fail(error.into()))?;
        let (kind, number) = key.value();
        let Some((index, (_, fields))) = kinds.iter().enumerate().find(|(_, (name, _))| name == kind) else {
            let holds = format!("a service that keeps `{}`", kind.escape_debug());
            return Err(StoreError::foreign(path, &holds, "one that does not"));
        };
        let item = Item::from_json(json.value(), fields).ok_or_else(|| damaged("something kept cannot be read"))?;
        if state.find(index, &item.id).is_some() {
            return Err(damaged("two things have one id"));
        }
        state.put(index, number, Arc::new(item));
    }
    let tokens = read.open_table(TOKENS).map_err(|error| fail(error.into()))?;
    for entry in tokens.iter().map_err(|error| fail(error.into()))? {
        let (number, json) = entry.map_err(|error| fail(error.into()))?;
        let token = Token::from_json(json.value()).ok_or_else(|| damaged("a token cannot be read"))?;
        state.put_token(number.value(), token);
    }
    state.record_from_now(false);
    Ok(state)
}

/// Whether the file is one of this format, service and version.
fn check_owner(path: &Path, engine: &Engine, found: [Option<String>; 3]) -> Result<(), StoreError> {
    let [Some(format), Some(name), Some(version)] = found else {
        return Err(StoreError::damaged(path, "it does not say whose it is"));
    };
    let service = engine.service();
    if format != FORMAT {
        let holds = format!("an emulator that writes format {}", format.escape_debug());
        return Err(StoreError::foreign(path, &holds, &format!("this one, which writes format {FORMAT}")));
    }
    if name == service.name && version == service.version {
        return Ok(());
    }
    let holds = format!("the service {} {}", name.escape_debug(), version.escape_debug());
    Err(StoreError::foreign(path, &holds, &format!("{} {}", service.name, service.version)))
}

impl File {
    /// Writes changes; returns when they are durable.
    pub(super) fn commit(&self, changes: &[Changes]) -> Result<(), StoreError> {
        let write = || -> Result<(), redb::Error> {
            // What is committed is durable by default.
            let transaction = self.database.begin_write()?;
            write(&transaction, changes, &self.kinds)?;
            Ok(transaction.commit()?)
        };
        write().map_err(|error| StoreError::commit(&self.path, error))
    }
}

fn write(
    transaction: &WriteTransaction,
    changes: &[Changes],
    kinds: &[(String, Vec<String>)],
) -> Result<(), redb::Error> {
    let mut head = transaction.open_table(HEAD)?;
    let mut items = transaction.open_table(ITEMS)?;
    let mut tokens = transaction.open_table(TOKENS)?;
    for change in changes.iter().flat_map(|changes| &changes.all) {
        match change {
            Change::Clear => {
                items.retain(|_, _| false)?;
                tokens.retain(|_, _| false)?;
            }
            Change::Head(Head { salt, began }) => {
                head.insert("salt", hex(salt).as_str())?;
                match began {
                    Some(began) => head.insert("began", began.to_string().as_str())?,
                    None => head.remove("began")?,
                };
            }
            Change::Item(kind, number, item) => {
                let Some((name, fields)) = kinds.get(*kind) else { continue };
                match item {
                    Some(item) => items.insert((name.as_str(), *number), item.to_json(fields).as_str())?,
                    None => items.remove((name.as_str(), *number))?,
                };
            }
            Change::Token(number, token) => {
                match token {
                    Some(token) => tokens.insert(*number, token.to_json().as_str())?,
                    None => tokens.remove(*number)?,
                };
            }
        }
    }
    Ok(())
}
