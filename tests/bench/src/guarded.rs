//! The same rules in `garde`: its derive calls the function that is written by hand.

use crate::by_hand::{NAMES, broken};
use aliyun_dbs::create_restore_task::{CreateRestoreTaskFacts, CreateRestoreTaskRequest};
use garde::Validate;

/// A request with the facts as the context of its validation.
#[derive(Validate)]
#[garde(context(CreateRestoreTaskFacts))]
pub struct Guarded<'a> {
    /// What is validated.
    #[garde(custom(rules))]
    pub request: &'a CreateRestoreTaskRequest,
}

fn rules(request: &&CreateRestoreTaskRequest, facts: &CreateRestoreTaskFacts) -> garde::Result {
    let broken = broken(request, facts);
    if broken == 0 {
        return Ok(());
    }
    let names = NAMES.iter().zip(0..).filter(|(_, index)| broken >> index & 1 == 1).map(|(name, _)| *name);
    Err(garde::Error::new(format!("broken rules: {}", names.collect::<Vec<_>>().join(", "))))
}
