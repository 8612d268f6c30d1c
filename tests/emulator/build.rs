//! Makes the code of the crate from the spec beside it.

fn main() -> Result<(), contingent::build::Error> {
    contingent::build::Config::new().spec("spec").compile()
}
