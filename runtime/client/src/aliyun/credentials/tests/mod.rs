//! Each place of the chain against a stand-in: files in a folder, HTTP services on sockets.

mod chain;
mod files;
mod remote;
mod stand_in;
