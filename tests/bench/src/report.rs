//! Tables on the standard output, and what the summary repeats of them.

/// A number and the most that it may be.
#[derive(Clone, Debug)]
pub struct Target {
    value: f64,
    most: f64,
    unit: &'static str,
}

impl Target {
    /// The value is to be at most `most`.
    pub fn at_most(value: f64, most: f64, unit: &'static str) -> Self {
        Self { value, most, unit }
    }

    fn met(&self) -> bool {
        self.value <= self.most
    }
}

/// A line of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    what: String,
    now: String,
    ratios: Vec<(f64, String)>,
    targets: Vec<Target>,
}

impl Row {
    /// What was measured, and what came out of it here and now.
    pub fn new(what: impl Into<String>, now: impl Into<String>) -> Self {
        Self { what: what.into(), now: now.into(), ..Self::default() }
    }

    /// How many times as much as something else in the same table.
    #[must_use]
    pub fn times(mut self, ratio: f64, of: impl Into<String>) -> Self {
        self.ratios.push((ratio, of.into()));
        self
    }

    /// What it is to be.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.targets.push(target);
        self
    }

    fn ratio(&self) -> String {
        let shown = |(ratio, of): &(f64, String)| format!("{} x {of}", number(*ratio));
        self.ratios.iter().map(shown).collect::<Vec<_>>().join(", ")
    }

    fn targets(&self) -> String {
        let shown = |it: &Target| {
            let met = if it.met() { "met" } else { "MISSED" };
            format!("<= {}{} {met}", number(it.most), it.unit)
        };
        self.targets.iter().map(shown).collect::<Vec<_>>().join(", ")
    }
}

/// What was printed so far, as far as the summary repeats it.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<String>,
}

impl Report {
    /// Prints a table. Rows with a ratio or a target come back in the summary.
    pub fn table(&mut self, title: &str, rows: &[Row]) {
        println!("\n{title}");
        let width = |text: fn(&Row) -> usize, head: &str| rows.iter().map(text).max().unwrap_or(0).max(head.len());
        let what = width(|row| row.what.len(), "");
        let now = width(|row| row.now.len(), "here, now");
        let ratio = width(|row| row.ratio().len(), "ratio");
        println!("  {:what$}  {:>now$}  {:ratio$}  target", "", "here, now", "ratio");
        for row in rows {
            let targets = if row.targets.is_empty() { "-".to_owned() } else { row.targets() };
            println!("  {:what$}  {:>now$}  {:ratio$}  {targets}", row.what, row.now, row.ratio());
            if !row.ratios.is_empty() || !row.targets.is_empty() {
                let parts = [row.ratio(), row.targets()];
                let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
                self.lines.push(format!("{}: {} ({})", row.what, parts.join("; "), row.now));
            }
        }
    }

    /// Prints every ratio and every target once more, one line each.
    pub fn summary(&self) {
        println!("\nSummary: ratios of this run; in brackets what they are made of, here and now");
        for line in &self.lines {
            println!("  {line}");
        }
    }
}

/// A number with as many digits as say something.
pub fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// A time, given in seconds, in the unit that suits it.
pub fn shown(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1e-6 => format!("{:.1} ns", seconds * 1e9),
        seconds if seconds < 1e-3 => format!("{:.2} us", seconds * 1e6),
        seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}
