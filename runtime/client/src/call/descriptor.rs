//! What there is to call, as data that generated code provides. It needs no feature: it is about HTTP in no way.

use std::fmt;
use std::time::Duration;

use contingent_rules::Value;

use crate::{Decode, Definition};

/// A request that can be sent: what generated code implements for each operation.
pub trait Request: Send + Sync {
    /// The reply; [`Value`] where the spec describes none.
    type Response: Decode + Send;

    /// What is the same for all requests of the operation.
    fn descriptor() -> &'static Descriptor;

    /// The given parameters by their names on the wire.
    fn to_value(&self) -> Value;
}

/// A request whose reply is a page of a longer list.
pub trait Paged: Request {
    /// What the list has in it.
    type Item: Send;

    /// How the list is cut into pages.
    fn paging() -> &'static Paging;

    /// The items of a page.
    fn items(page: Self::Response) -> Vec<Self::Item>;
}

/// An operation as its callers need it.
///
/// `static OPERATION: Descriptor = Descriptor::new("Read", &DEFINITION).reply(&REPLY).readonly();`
#[derive(Clone, Copy)]
pub struct Descriptor {
    pub(crate) name: &'static str,
    pub(crate) request: &'static Definition,
    pub(crate) reply: Option<&'static Definition>,
    /// Method and path, where it has an address of its own.
    pub(crate) route: Option<(&'static str, &'static str)>,
    pub(crate) readonly: bool,
    pub(crate) token: Option<&'static str>,
    pub(crate) in_header: &'static [&'static str],
    pub(crate) in_body: &'static [&'static str],
    pub(crate) lookups: &'static [Lookup],
}

impl Descriptor {
    /// An operation by its name on the wire, with the rules of its requests. It changes something, has no token and
    /// all its parameters are pairs, unless more is said.
    pub const fn new(name: &'static str, request: &'static Definition) -> Self {
        Self {
            name,
            request,
            reply: None,
            route: None,
            readonly: false,
            token: None,
            in_header: &[],
            in_body: &[],
            lookups: &[],
        }
    }

    /// With what tells whether a reply is a failure.
    #[must_use]
    pub const fn reply(mut self, reply: &'static Definition) -> Self {
        self.reply = Some(reply);
        self
    }

    /// It has an address of its own: a method of HTTP, and a path with the names of parameters in braces.
    ///
    /// The parameters of its body travel as JSON.
    #[must_use]
    pub const fn route(mut self, method: &'static str, path: &'static str) -> Self {
        self.route = Some((method, path));
        self
    }

    /// It changes nothing, so that it can be repeated.
    #[must_use]
    pub const fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// The parameter that makes a repetition harmless. It is filled once for each call.
    #[must_use]
    pub const fn token(mut self, parameter: &'static str) -> Self {
        self.token = Some(parameter);
        self
    }

    /// The parameters that travel in headers of their names.
    #[must_use]
    pub const fn in_header(mut self, parameters: &'static [&'static str]) -> Self {
        self.in_header = parameters;
        self
    }

    /// The parameters that travel in the body wherever the others do.
    #[must_use]
    pub const fn in_body(mut self, parameters: &'static [&'static str]) -> Self {
        self.in_body = parameters;
        self
    }

    /// Where facts about a request are found.
    #[must_use]
    pub const fn lookups(mut self, lookups: &'static [Lookup]) -> Self {
        self.lookups = lookups;
        self
    }

    /// The name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The facts about its requests that the service can be asked for, without `$`.
    pub fn looked_up(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.lookups.iter().map(|lookup| lookup.fact)
    }

    /// The rules of its requests.
    pub fn definition(&self) -> &'static Definition {
        self.request
    }
}

impl fmt::Debug for Descriptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Descriptor").field(&self.name).finish()
    }
}

/// Where one thing that the service keeps can be read.
#[derive(Clone, Copy, Debug)]
pub struct Find {
    /// The operation that reads or lists such things.
    pub operation: fn() -> &'static Descriptor,
    /// The parameter of it that takes the id.
    pub parameter: &'static str,
    /// The way to the list in the reply: `["Items", "Plan"]`. Empty if the reply itself is the thing.
    pub list: &'static [&'static str],
    /// The field of the thing that holds the id. One with another id is not it.
    pub id: &'static str,
}

/// Where the value of a fact is found.
#[derive(Clone, Copy, Debug)]
pub struct Lookup {
    /// The fact, without `$`.
    pub fact: &'static str,
    /// The parameter of the request that names the thing by its id.
    pub by: &'static str,
    /// Where the thing is read.
    pub find: Find,
    /// The field of it that holds the fact.
    pub field: &'static str,
}

/// How a list is cut into pages by number.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    /// The parameter with the number of the page.
    pub number: &'static str,
    /// The parameter with the number of items on a page.
    pub size: &'static str,
    /// The number of the first page, which also comes without the parameter.
    pub first: u64,
    /// The items on a page without the parameter.
    pub default_size: u64,
    /// The field of the reply with the number of all items.
    pub total: Option<&'static str>,
    /// The field of the reply with the number of all pages.
    pub pages: Option<&'static str>,
    /// The way to the list in the reply.
    pub list: &'static [&'static str],
}

/// A state that something comes to by itself.
#[derive(Clone, Copy, Debug)]
pub struct Waiter {
    /// Where the thing is read.
    pub find: Find,
    /// The field with its state.
    pub state: &'static str,
    /// The states that are waited for.
    pub until: &'static [&'static str],
    /// The states from which it does not get there any more.
    pub fail: &'static [&'static str],
    /// The time between two looks.
    pub interval: Duration,
    /// The longest time in all.
    pub timeout: Duration,
}

impl Waiter {
    /// With another longest time.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// With another time between two looks.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }
}
