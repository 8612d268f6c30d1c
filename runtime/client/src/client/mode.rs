//! How the futures of the engine are driven: by the caller's runtime, or by the thread that calls.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use crate::transport::{BoxFuture, Transport};

/// Whether calls are awaited or waited for: [`Async`] or [`Blocking`].
pub trait Mode: sealed::Sealed + Clone + Copy + fmt::Debug + Default + Send + Sync + 'static {
    /// What a call returns: a future, or what it brings.
    type Out<'a, T: 'a>;

    /// Makes that of a future.
    fn run<'a, T: 'a>(future: BoxFuture<'a, T>) -> Self::Out<'a, T>;

    /// The transport of clients that name none.
    ///
    /// # Errors
    /// The feature is not switched on, or the system gives no thread. The text says what helps.
    fn transport() -> Result<Arc<dyn Transport>, String>;
}

/// Calls return futures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Async;

/// Calls return when they are done. Not for threads that run async tasks: those stand still meanwhile.
#[derive(Clone, Copy, Debug, Default)]
pub struct Blocking;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Async {}
    impl Sealed for super::Blocking {}
}

impl Mode for Async {
    type Out<'a, T: 'a> = BoxFuture<'a, T>;

    fn run<'a, T: 'a>(future: BoxFuture<'a, T>) -> BoxFuture<'a, T> {
        future
    }

    #[cfg(feature = "reqwest")]
    fn transport() -> Result<Arc<dyn Transport>, String> {
        Ok(Arc::new(crate::transport::reqwest::ReqwestTransport::new()))
    }

    #[cfg(not(feature = "reqwest"))]
    fn transport() -> Result<Arc<dyn Transport>, String> {
        Err("there is no transport: name one, or switch on the feature `reqwest` of contingent-runtime".to_owned())
    }
}

impl Mode for Blocking {
    type Out<'a, T: 'a> = T;

    fn run<'a, T: 'a>(future: BoxFuture<'a, T>) -> T {
        block_on(future)
    }

    #[cfg(feature = "blocking")]
    fn transport() -> Result<Arc<dyn Transport>, String> {
        match crate::transport::blocking::BlockingTransport::new() {
            Ok(transport) => Ok(Arc::new(transport)),
            Err(error) => Err(error.to_string()),
        }
    }

    #[cfg(not(feature = "blocking"))]
    fn transport() -> Result<Arc<dyn Transport>, String> {
        Err("there is no transport: name one, or switch on the feature `blocking` of contingent-runtime".to_owned())
    }
}

/// Runs a future on this thread. With a blocking transport it is ready at once; with another one the thread sleeps until
/// the future says that it can go on.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}
