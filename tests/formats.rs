#[test]
fn dump() {
    for s in servanda::SchemaOf::ALL {
        std::fs::write(format!("schemas/{}.json", s.as_str()), s.to_json()).unwrap();
    }
}
