//! Keeps what calls did before anybody is told: one thread writes for all of them, as many changes at once as are
//! waiting.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// The way of changes to where they are kept.
pub(crate) struct Keeper<C> {
    writer: Option<Writer<C>>,
    /// How many changes were handed over.
    handed: AtomicU64,
    /// Calls that may change something before the oldest of them is kept.
    room: Arc<Semaphore>,
}

struct Writer<C> {
    sender: mpsc::Sender<Change<C>>,
    progress: watch::Receiver<Progress>,
    /// Taken when it is waited for.
    thread: Option<JoinHandle<()>>,
}

struct Change<C> {
    number: u64,
    what: C,
    /// Given back when the change is kept.
    _room: OwnedSemaphorePermit,
}

#[derive(Clone, Debug, Default)]
struct Progress {
    /// All changes up to this number are kept.
    kept: u64,
    /// Why no more changes can be kept.
    failure: Option<String>,
}

/// Calls that change something at the same time; more of them wait.
const ROOM: usize = 4096;

/// Changes that are written together.
const BATCH: usize = 1024;

/// What a call saw: it may be answered when all changes up to here are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u64);

impl<C: Send + 'static> Keeper<C> {
    /// Keeps nothing: what is in memory is all there is.
    pub(crate) fn idle() -> Self {
        Self::by(None)
    }

    fn by(writer: Option<Writer<C>>) -> Self {
        Self { writer, handed: AtomicU64::new(0), room: Arc::new(Semaphore::new(ROOM)) }
    }

    /// Keeps by `write`, which returns when all it was given is safe.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(crate) fn writing(
        mut write: impl FnMut(Vec<C>) -> Result<(), String> + Send + 'static,
    ) -> Result<Self, std::io::Error> {
        let (sender, receiver) = mpsc::channel::<Change<C>>();
        let (told, progress) = watch::channel(Progress::default());
        let work = move || {
            while let Ok(first) = receiver.recv() {
                let batch: Vec<Change<C>> = std::iter::once(first).chain(receiver.try_iter().take(BATCH - 1)).collect();
                let last = batch.last().map_or(0, |change| change.number);
                let (whats, rooms): (Vec<C>, Vec<_>) =
                    batch.into_iter().map(|change| (change.what, change._room)).unzip();
                match write(whats) {
                    Ok(()) => told.send_modify(|progress| progress.kept = last),
                    Err(why) => {
                        told.send_modify(|progress| progress.failure = Some(why));
                        return;
                    }
                }
                drop(rooms);
            }
        };
        let thread = std::thread::Builder::new().name("emulator-keeper".into()).spawn(work)?;
        Ok(Self::by(Some(Writer { sender, progress, thread: Some(thread) })))
    }

    /// Waits until a call may change something.
    pub(crate) async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    /// Why nothing can be kept any more; then what is in memory may be ahead of what is kept, and no call may see it.
    pub(crate) fn failure(&self) -> Option<String> {
        self.writer.as_ref().and_then(|writer| writer.progress.borrow().failure.clone())
    }

    /// Hands over what a call changed, if it did. Whoever calls this holds the lock on the state, so that changes
    /// come in the order in which they were made.
    pub(crate) fn hand_over(&self, change: Option<C>, room: Option<OwnedSemaphorePermit>) -> Ticket {
        let (Some(writer), Some(what), Some(_room)) = (&self.writer, change, room) else {
            return Ticket(self.handed.load(Ordering::Acquire));
        };
        let number = self.handed.fetch_add(1, Ordering::AcqRel) + 1;
        // A thread that is gone has said why.
        let _ = writer.sender.send(Change { number, what, _room });
        Ticket(number)
    }

    /// Waits until everything that a call saw is kept.
    ///
    /// # Errors
    /// It never will be; the text says why.
    pub(crate) async fn kept(&self, ticket: Ticket) -> Result<(), String> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let mut progress = writer.progress.clone();
        let done = |progress: &Progress| progress.kept >= ticket.0 || progress.failure.is_some();
        match progress.wait_for(done).await {
            Ok(progress) if progress.kept >= ticket.0 => Ok(()),
            Ok(progress) => Err(progress.failure.clone().unwrap_or_default()),
            Err(_) => Err("the thread that writes is gone".to_owned()),
        }
    }
}

impl<C> Drop for Keeper<C> {
    /// Waits until everything that was handed over is written.
    fn drop(&mut self) {
        if let Some(Writer { sender, thread, .. }) = self.writer.take() {
            drop(sender);
            if let Some(thread) = thread {
                // A panic in it was reported when it happened.
                let _ = thread.join();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    type Written = Arc<Mutex<Vec<Vec<u32>>>>;

    async fn hand_over(keeper: &Keeper<u32>, change: Option<u32>) -> Ticket {
        let room = keeper.room().await;
        keeper.hand_over(change, room)
    }

    #[tokio::test]
    async fn changes_are_written_together_and_in_order() {
        let written = Written::default();
        let (gate, opened) = mpsc::channel::<()>();
        let copy = Arc::clone(&written);
        let keeper = Keeper::writing(move |batch| {
            let _ = opened.recv();
            copy.lock().unwrap().push(batch);
            Ok(())
        });
        let keeper = keeper.unwrap();
        let first = hand_over(&keeper, Some(0)).await;
        // The first may be on its way alone; the others wait for it and go together.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let mut last = first;
        for change in 1..100 {
            last = hand_over(&keeper, Some(change)).await;
        }
        let reads = hand_over(&keeper, None).await;
        gate.send(()).unwrap();
        keeper.kept(first).await.unwrap();
        gate.send(()).unwrap();
        keeper.kept(last).await.unwrap();
        keeper.kept(reads).await.unwrap();
        let written = written.lock().unwrap();
        assert!(written.len() <= 2, "{}", written.len());
        assert_eq!(written.concat(), (0..100).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_who_wait() {
        let keeper: Keeper<u32> = Keeper::writing(|_| Err("the disk is full".to_owned())).unwrap();
        let none = hand_over(&keeper, None).await;
        keeper.kept(none).await.unwrap();
        assert_eq!(keeper.failure(), None);
        let ticket = hand_over(&keeper, Some(1)).await;
        assert_eq!(keeper.kept(ticket).await.unwrap_err(), "the disk is full");
        assert_eq!(keeper.failure().as_deref(), Some("the disk is full"));
        let ticket = hand_over(&keeper, Some(2)).await;
        assert_eq!(keeper.kept(ticket).await.unwrap_err(), "the disk is full");
    }

    #[tokio::test]
    async fn what_was_handed_over_is_written_before_it_is_gone() {
        let written = Written::default();
        let copy = Arc::clone(&written);
        let keeper = Keeper::writing(move |batch| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            copy.lock().unwrap().push(batch);
            Ok(())
        });
        let keeper = keeper.unwrap();
        for change in 0..10 {
            hand_over(&keeper, Some(change)).await;
        }
        drop(keeper);
        assert_eq!(written.lock().unwrap().concat().len(), 10);
    }

    #[tokio::test]
    async fn memory_waits_for_nothing() {
        let keeper: Keeper<u32> = Keeper::idle();
        let ticket = hand_over(&keeper, Some(1)).await;
        keeper.kept(ticket).await.unwrap();
        assert_eq!(keeper.failure(), None);
    }
}
