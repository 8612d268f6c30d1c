//! What the grammar reads, what it leaves alone, and that it survives anything.

use super::*;
use crate::spec::Type;
use std::time::{Duration, Instant};

fn named(name: &str, kind: Type, values: &[(&str, &str)], says: &[&str]) -> Named {
    let values = values.iter().map(|(value, says)| {
        let says = Some((*says).to_owned()).into_iter().filter(|it| !it.is_empty()).collect();
        Choice { value: (*value).to_owned(), says }
    });
    let says = says.iter().map(|it| (*it).to_owned()).collect();
    Named { name: name.to_owned(), kind, required: false, values: values.collect(), says }
}

fn garden() -> Scope {
    let tools = [("Spade", "A flat spade."), ("Fork", ""), ("RC", "A remote controlled digger.")];
    Scope {
        names: vec![
            named("Depth", Type::Integer, &[], &[]),
            named("MaxDepth", Type::Integer, &[], &["最大深度"]),
            named("GardenToolType", Type::Enum, &tools, &["工具类型"]),
            named("Bed", Type::String, &[], &[]),
            named("BedId", Type::String, &[], &[]),
            named("Watered", Type::Boolean, &[], &["whether the beds are watered at night"]),
            named("all", Type::Boolean, &[], &[]),
            named("Plants", Type::Json, &[], &[]),
            named("Plants[].Name", Type::String, &[], &[]),
            named("Plants[].Kind", Type::Enum, &[("Rose", ""), ("Oak", "")], &[]),
            named("Tag.1.Key", Type::String, &[], &[]),
            named("$Soil", Type::Enum, &[("Sand", ""), ("Clay", "")], &["the soil of the garden", "花园的土壤"]),
        ],
    }
}

fn rules(text: &str) -> Vec<String> {
    propose(text, "Depth", &garden()).into_iter().map(|it| it.rule).collect()
}

#[test]
fn english_phrases() {
    let spade = "{require: Depth, when: {GardenToolType: Spade}}";
    for (text, rule) in [
        ("This parameter is required if **GardenToolType** is set to **Spade**.", spade),
        ("Required when the GardenToolType parameter is Spade.", spade),
        ("If you set GardenTool.Type to spade, you must specify this parameter.", spade),
        ("It must be specified for flat spade.", spade),
        ("Depth is mandatory only for Spade tools.", spade),
        ("This parameter is required unless `BedId` is specified.", "{require: Depth, unless: BedId}"),
        ("Unless the tool is an RC, this parameter is required.", "{require: Depth, unless: {GardenToolType: RC}}"),
        (
            "This parameter is required except when GardenToolType is RC.",
            "{require: Depth, unless: {GardenToolType: RC}}",
        ),
        ("Optional if BedId is not specified.", ""),
        (
            "This parameter is optional if GardenToolType is RC. Otherwise, it is required.",
            "{require: Depth, unless: {GardenToolType: RC}}",
        ),
        (
            "This parameter is valid only if the soil is Clay and GardenToolType is Spade or Fork.",
            "{ignored: Depth, unless: {$Soil: Clay, GardenToolType: [Spade, Fork]}}",
        ),
        ("You can specify this parameter only when Bed is specified.", "{forbid: Depth, unless: Bed}"),
        ("This parameter can only be set when Bed is left empty.", "{forbid: Depth, when: Bed}"),
        ("You can specify this parameter when Bed is specified.", ""),
        ("If Bed is specified, this parameter is ignored.", "{ignored: Depth, when: Bed}"),
        ("If Bed is specified, you cannot specify this parameter.", "{forbid: Depth, when: Bed}"),
        ("Bed and BedId are mutually exclusive.", "{at_most_one: [Bed, BedId]}"),
        ("You cannot specify both Bed and BedId.", "{at_most_one: [Bed, BedId]}"),
        ("You must specify at least one of Bed and BedId.", "{at_least_one: [Bed, BedId]}"),
        ("Exactly one of Bed and BedId must be specified.", "{exactly_one: [Bed, BedId]}"),
        ("Bed and BedId must be specified at the same time.", "{all_or_none: [Bed, BedId]}"),
        ("The value must be smaller than MaxDepth.", "{compare: Depth < MaxDepth}"),
        ("The value of Depth cannot exceed the value of MaxDepth.", "{compare: Depth <= MaxDepth}"),
        (
            "If GardenToolType is set to Fork, the value of Depth ranges from 1 to 9.",
            "{allow: {Depth: {ge: 1, le: 9}}, when: {GardenToolType: Fork}}",
        ),
        ("If Bed is specified, Depth is set to 5 by default.", "{default: {Depth: 5}, when: Bed}"),
        ("If Bed is specified, you must set GardenToolType to Fork.", "{require: {GardenToolType: Fork}, when: Bed}"),
        ("This parameter is required when the beds are watered at night.", "{require: Depth, when: {Watered: true}}"),
        ("If `all` is set to true, this parameter is required.", "{require: Depth, when: {'`all`': true}}"),
        ("This parameter is required if Tag.N.Key is empty.", "{require: Depth, when: {absent: Tag.1.Key}}"),
        ("This parameter is required if MaxDepth is greater than 5.", "{require: Depth, when: {MaxDepth: {gt: 5}}}"),
        (
            "If GardenToolType is not set to RC, this parameter is required.",
            "{require: Depth, when: {GardenToolType: {ne: RC}}}",
        ),
    ] {
        let expected: Vec<&str> = Some(rule).into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(rules(text), expected, "{text}");
    }
}

#[test]
fn chinese_phrases() {
    let spade = "{require: Depth, when: {GardenToolType: Spade}}";
    for (text, rule) in [
        ("当**GardenToolType**为**Spade**时，该参数必传。", spade),
        ("工具类型为Spade时必选。", spade),
        ("如果GardenToolType的值为spade，则必须指定该参数。", spade),
        ("深度，GardenToolType取值为Spade（铲子）时，此参数必填。", spade),
        ("仅当GardenToolType为RC且土壤为Clay时有效。", "{ignored: Depth, unless: {GardenToolType: RC, $Soil: Clay}}"),
        ("GardenToolType为RC时该参数非必须，其他场景均必传。", "{require: Depth, unless: {GardenToolType: RC}}"),
        ("除GardenToolType为RC外，该参数必传。", "{require: Depth, unless: {GardenToolType: RC}}"),
        ("只有当GardenToolType为RC时，该参数才可以设置。", "{forbid: Depth, unless: {GardenToolType: RC}}"),
        ("如果指定了Bed，则该参数无效。", "{ignored: Depth, when: Bed}"),
        ("如果不指定Bed，该参数必填。", "{require: Depth, when: {absent: Bed}}"),
        ("与BedId互斥。", "{at_most_one: [Depth, BedId]}"),
        ("Bed和BedId不能同时指定。", "{at_most_one: [Bed, BedId]}"),
        ("Bed和BedId至少指定一个。", "{at_least_one: [Bed, BedId]}"),
        ("Bed和BedId必须且只能指定一个。", "{exactly_one: [Bed, BedId]}"),
        ("Bed、BedId两个参数需要同时传入。", "{all_or_none: [Bed, BedId]}"),
        ("需要小于最大深度（MaxDepth参数）。", "{compare: Depth < MaxDepth}"),
        (
            "当GardenToolType为Fork时，Depth取值为1~9。",
            "{allow: {Depth: {ge: 1, le: 9}}, when: {GardenToolType: Fork}}",
        ),
        ("如果指定了Bed，Depth默认为5。", "{default: {Depth: 5}, when: Bed}"),
        ("当机器人启动时，该参数必传。", ""),
        ("对于新用户，该参数必传。", ""),
    ] {
        let expected: Vec<&str> = Some(rule).into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(rules(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_understood_proposes_nothing() {
    for text in [
        "This parameter is required if the gardener is in a good mood.",
        "For new customers, this parameter is required.",
        "This parameter is required if GardenToolType is Fork and the gardener is tired.",
        "This parameter is required if GardenToolType is Fork, unless it rains.",
        "If you specify both, this parameter is ignored.",
        "Otherwise, this parameter is required.",
        "- **Fork**: required.",
        "Default value: 5.",
        "If the gardener sleeps, nothing grows.",
        "This parameter is required if Bed is a nice one.",
        // Fields of one and the same item cannot be related.
        "Plants.Name is required if Plants.Kind is Rose.",
    ] {
        assert_eq!(rules(text), Vec::<String>::new(), "{text}");
    }
    // The field of a reply is no parameter.
    assert!(propose("This parameter is required if Bed is specified.", "Reply", &garden()).is_empty());
    assert!(propose("This parameter is required.", "", &garden()).is_empty());
}

#[test]
fn a_proposal_says_where_and_how_sure() {
    let text = "How deep.\n\n> This parameter is required if **GardenTool**.**Type** is **spade**. Bye.";
    let found = propose(text, "Depth", &garden());
    let [proposal] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(&text[proposal.span.clone()], proposal.sentence);
    assert!(proposal.sentence.starts_with("This") && proposal.sentence.ends_with('.'), "{}", proposal.sentence);
    assert_eq!((proposal.language, proposal.confidence), (Language::English, Confidence::Inferred));
    assert_eq!(proposal.id, "require-depth");
    assert_eq!(proposal.notes, ["\"GardenTool.Type\" is read as `GardenToolType`.", "\"spade\" is read as `Spade`."]);
    let confidence = |text: &str| propose(text, "Depth", &garden())[0].confidence;
    assert_eq!(confidence("Bed and BedId are mutually exclusive."), Confidence::Exact);
    assert_eq!(confidence("You must specify one of Bed and BedId."), Confidence::Doubtful);
    assert_eq!(propose("与BedId互斥。", "Depth", &garden())[0].language, Language::Chinese);
}

#[test]
fn equal_texts_give_equal_proposals() {
    let text = "Required for Spade, Fork or RC. Bed and BedId are mutually exclusive. 工具类型为Spade时必选。";
    let first = propose(text, "Depth", &garden());
    assert!(!first.is_empty());
    for _ in 0..20 {
        assert_eq!(propose(text, "Depth", &garden()), first);
    }
}

/// Pieces that mean something to the grammar, and some that break things.
const PIECES: [&str; 48] = [
    "this parameter ",
    "is required ",
    "if ",
    "when ",
    "only ",
    "unless ",
    "you ",
    "set ",
    "to ",
    "Bed ",
    "BedId ",
    "GardenToolType ",
    "Spade",
    "**",
    "`",
    ", ",
    "or ",
    "and ",
    ".",
    " ",
    "\n",
    "(",
    ")",
    "该参数",
    "必传",
    "时",
    "，",
    "当",
    "为",
    "或",
    "且",
    "不",
    "指定",
    "（",
    "）",
    "。",
    "1 ",
    "-5",
    "~",
    "\u{202e}",
    "\u{0}",
    "<a",
    ">",
    "[",
    "](",
    "\\",
    "otherwise ",
    "\u{1f33b}",
];

#[test]
fn no_text_breaks_it() {
    let scope = garden();
    let mut state = 20_190_306_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..4000 {
        let text: String = (0..next(40)).map(|_| PIECES[next(PIECES.len())]).collect();
        for proposal in propose(&text, "Depth", &scope) {
            assert_eq!(text.get(proposal.span), Some(proposal.sentence.as_str()));
            let file = crate::spec::SourceFile { path: "rule".to_owned(), bytes: proposal.rule.clone().into() };
            let node = crate::spec::load_tree(&file, &mut crate::diagnostic::Diagnostics::new());
            assert!(node.is_some_and(|it| !meaning(&it).is_empty()), "{text:?}: {}", proposal.rule);
        }
    }
    for text in ["", "\0", "\u{feff}", "。", "**", "``", "> > >", "is required", "如果"] {
        propose(text, "Depth", &scope);
        propose(text, text, &Scope::default());
    }
}

#[test]
fn a_megabyte_takes_as_long_as_its_parts() {
    let scope = garden();
    let sentence = "This parameter is required if GardenToolType is set to Spade, Fork, or RC. ";
    let texts = [
        sentence.repeat((1 << 18) / sentence.len()),
        "如果GardenToolType为Spade，".repeat((1 << 20) / 30),
        "**`[](<".repeat((1 << 20) / 7),
        "a".repeat(1 << 20),
        "if ".repeat((1 << 20) / 3),
        "A.".repeat(1 << 19),
        "\n**".repeat((1 << 20) / 3),
        "该".repeat((1 << 20) / 3),
    ];
    for text in texts {
        let begin = Instant::now();
        propose(&text, "Depth", &scope);
        // Quadratic time would be hours; this leaves room for a slow machine.
        assert!(begin.elapsed() < Duration::from_secs(60), "{:?}: {:?}", text.get(..12), begin.elapsed());
    }
}
