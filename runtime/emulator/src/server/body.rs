//! Bodies: requests read within limits, and answers that may break off or dawdle on purpose.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep, timeout};

use super::limits::Limits;

/// A body that was read, and what it holds while it is in memory.
#[derive(Debug, Default)]
pub(crate) struct Received {
    pub(crate) bytes: Bytes,
    _large: Option<OwnedSemaphorePermit>,
}

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is larger than the limit.
    Large,
    /// It did not arrive in time.
    Late,
    /// It broke off, or is not framed as it says.
    Broken,
}

/// The whole body. More than a small one is read for a few requests at a time only, so that many clients together
/// cannot fill the memory.
pub(crate) async fn read<B>(
    mut body: B,
    most: usize,
    limits: &Limits,
    large: &Arc<Semaphore>,
) -> Result<Received, BodyError>
where
    B: Body<Data = Bytes> + Unpin,
{
    let announced = body.size_hint().lower();
    let reading = async {
        // What cannot fit need not be kept.
        let fits = announced <= most as u64;
        if fits { read_all(&mut body, most, limits.small_body, large).await } else { Err(BodyError::Large) }
    };
    let read = timeout(limits.read_body, reading).await.unwrap_or(Err(BodyError::Late));
    if matches!(read, Err(BodyError::Large)) && announced <= DISCARDED {
        // The refusal of somebody who does not listen yet would be lost when the connection is closed.
        let _ = timeout(limits.read_body, discard(&mut body)).await;
    }
    read
}

/// So many bytes of a body that is too large are taken, so that its sender comes to read the answer.
const DISCARDED: u64 = 64 << 20;

async fn discard<B: Body<Data = Bytes> + Unpin>(body: &mut B) {
    let mut taken = 0;
    while taken < DISCARDED {
        match body.frame().await {
            Some(Ok(frame)) => taken += frame.data_ref().map_or(0, |data| data.len() as u64),
            Some(Err(_)) | None => return,
        }
    }
}

async fn read_all<B>(body: &mut B, most: usize, small: usize, large: &Arc<Semaphore>) -> Result<Received, BodyError>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut permit = None;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        let length = first.len() + all.len() + data.len();
        if length > most {
            return Err(BodyError::Large);
        }
        if length > small && permit.is_none() {
            permit = Some(Arc::clone(large).acquire_owned().await.map_err(|_| BodyError::Broken)?);
        }
        // Most bodies come in one piece, which need not be copied.
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if !first.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    let bytes = if all.is_empty() { first } else { all.freeze() };
    Ok(Received { bytes, _large: permit })
}

/// The body of an answer: pieces, a pause after each of them, and perhaps a break in the place of the end.
pub(crate) struct Answer {
    pieces: VecDeque<Bytes>,
    pause: Option<Duration>,
    waiting: Option<Pin<Box<Sleep>>>,
    /// How long it says it is.
    length: u64,
    breaks: bool,
}

/// What was sent before is written to the socket in the meantime; an error alone would throw it away.
const BEFORE_BREAK: Duration = Duration::from_millis(50);

/// Why the answer breaks off: because it was asked to.
#[derive(Debug)]
pub(crate) struct BrokenOff;

impl std::fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken off on purpose")
    }
}

impl std::error::Error for BrokenOff {}

impl Answer {
    pub(crate) fn whole(bytes: Bytes) -> Self {
        Self { length: bytes.len() as u64, pieces: VecDeque::from([bytes]), pause: None, waiting: None, breaks: false }
    }

    /// Half of the body, after a head that promises all of it.
    pub(crate) fn truncated(bytes: Bytes) -> Self {
        let half = bytes.slice(..bytes.len() / 2);
        Self { length: bytes.len() as u64, breaks: true, ..Self::whole(half) }
    }

    /// The body in so many pieces, with a pause before each.
    pub(crate) fn slow(bytes: Bytes, pieces: usize, pause: Duration) -> Self {
        let size = bytes.len().div_ceil(pieces.max(1)).max(1);
        let starts = (0..bytes.len()).step_by(size);
        let pieces = starts.map(|start| bytes.slice(start..bytes.len().min(start + size))).collect();
        Self { pieces, pause: Some(pause), ..Self::whole(bytes) }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if self.pieces.is_empty() && !self.breaks {
            return Poll::Ready(None);
        }
        let pause = if self.pieces.is_empty() { Some(BEFORE_BREAK) } else { self.pause };
        if let Some(pause) = pause {
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(pause)));
            if waiting.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.waiting = None;
        }
        let Some(piece) = self.pieces.pop_front() else {
            self.breaks = false;
            return Poll::Ready(Some(Err(BrokenOff)));
        };
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty() && !self.breaks
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::Full;

    use super::*;

    const TEXT: &[u8] = b"0123456789";

    async fn read_within(most: usize, small: usize, large: &Arc<Semaphore>) -> Result<usize, BodyError> {
        let limits = Limits { small_body: small, read_body: Duration::from_millis(20), ..Limits::default() };
        // In pieces, so that the length is not known before.
        let body = Answer { length: 0, ..Answer::slow(TEXT.into(), 4, Duration::ZERO) };
        read(body, most, &limits, large).await.map(|received| received.bytes.len())
    }

    #[tokio::test]
    async fn bodies_are_read_within_limits() {
        let large = Arc::new(Semaphore::new(1));
        assert_eq!(read_within(10, 10, &large).await, Ok(10));
        assert_eq!(read_within(9, 9, &large).await, Err(BodyError::Large));
        assert_eq!(read_within(10, 1, &large).await, Ok(10));
        let busy = Arc::clone(&large).acquire_owned().await.unwrap();
        assert_eq!(read_within(10, 1, &large).await, Err(BodyError::Late));
        assert_eq!(read_within(10, 10, &large).await, Ok(10));
        drop(busy);
        assert_eq!(read_within(10, 1, &large).await, Ok(10));
        let whole = read(Full::new(Bytes::from_static(TEXT)), 10, &Limits::default(), &large).await.unwrap();
        assert_eq!(whole.bytes, TEXT);
        let announced = read(Full::new(Bytes::from_static(TEXT)), 9, &Limits::default(), &large).await;
        assert_eq!(announced.unwrap_err(), BodyError::Large);
        let broken = read(Answer::truncated(TEXT.into()), 10, &Limits::default(), &large).await;
        assert_eq!(broken.unwrap_err(), BodyError::Broken);
    }

    #[tokio::test]
    async fn a_slow_answer_is_whole() {
        for (length, pieces) in [(10, 4), (10, 100), (1, 3), (0, 3)] {
            let slow = Answer::slow(Bytes::from_static(TEXT).slice(..length), pieces, Duration::from_millis(1));
            assert_eq!(slow.collect().await.unwrap().to_bytes(), TEXT[..length]);
        }
    }
}
