//! A clock that is wrong is corrected by what the service says, once for all calls of a client.

use std::time::{Duration, SystemTime};

use super::*;
use crate::aliyun::sign::{parse_timestamp, timestamp};
use crate::client::RetryPolicy;

/// How far the time of each request is from ours, in whole minutes.
fn minutes(transport: &MockTransport) -> Vec<i64> {
    let minutes = |time: SystemTime| match time.duration_since(SystemTime::now()) {
        Ok(ahead) => (ahead.as_secs() as i64 + 30) / 60,
        Err(behind) => -(behind.duration().as_secs() as i64 + 30) / 60,
    };
    let time = |call: &crate::transport::mock::Recorded| parse_timestamp(call.header("x-acs-date").unwrap()).unwrap();
    transport.calls().iter().map(|call| minutes(time(call))).collect()
}

/// The header `Date` of a service whose clock is ahead.
fn date(ahead: Duration) -> String {
    let stamp = timestamp(SystemTime::now() + ahead);
    let (day, time) = stamp.split_once('T').unwrap();
    let parts: Vec<&str> = day.split('-').collect();
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months[parts[1].parse::<usize>().unwrap() - 1];
    format!("Mon, {} {month} {} {} GMT", parts[2], parts[0], time.trim_end_matches('Z'))
}

fn expired() -> Answer {
    refused(400, "InvalidTimeStamp.Expired")
}

#[test]
fn a_call_is_made_once_more_with_the_time_of_the_service_and_the_next_begins_with_it() {
    let late = expired().header("date", &date(Duration::from_secs(3600)));
    let transport = answering("StopTask", [late, fine(), fine()]);
    let client = builder(&transport).retry(RetryPolicy::never()).build().unwrap();
    assert_eq!(client.call(StopTask).send().unwrap(), Stopped("t1".into()));
    assert!(client.clone().call(StopTask).send().is_ok());
    assert_eq!(minutes(&transport), [0, 60, 60]);
    assert_eq!(transport.sleeps(), []);
}

#[test]
fn it_is_corrected_only_once_and_only_if_the_service_says_its_time() {
    let far = || expired().header("date", &date(Duration::from_secs(86_400)));
    let transport = answering("StopTask", [far(), far(), far()]);
    let error = client(&transport).call(StopTask).send().unwrap_err();
    assert_eq!((error.code(), minutes(&transport)), (Some("InvalidTimeStamp.Expired"), vec![0, 1440]));

    for silent in [expired(), expired().header("date", "yesterday")] {
        let transport = answering("StopTask", [silent, fine()]);
        assert!(client(&transport).call(StopTask).send().is_err());
        assert_eq!(transport.calls().len(), 1);
    }
}
