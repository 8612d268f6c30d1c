//! Work in parts of which none depends on another, done by all processors.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The stack of a thread: what is as deep as a file of a spec can nest it does not fill it.
const STACK: usize = 64 << 20;

/// What `work` makes of each of these, in their order: nothing of the result depends on how many processors there are.
pub(crate) fn map<'i, I: Sync, T: Send>(items: &'i [I], work: impl Fn(&'i I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return done };
            done.push((index, work(item)));
        }
    };
    let helpers = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    let mut done = std::thread::scope(|scope| {
        let helper = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok();
        let spawned: Vec<_> = (0..helpers).filter_map(helper).collect();
        // Where there are no threads, this one does it all.
        let mut done = if spawned.is_empty() { take() } else { Vec::new() };
        for helper in spawned {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&items, |it| it * 2), items.iter().map(|it| it * 2).collect::<Vec<_>>());
        assert!(super::map(&[], |it: &u8| *it).is_empty());
    }
}
