//! Makes the toy service, with its client.

fn main() -> Result<(), contingent::build::Error> {
    contingent::build::Config::new().spec("../toy/spec").compile()
}
