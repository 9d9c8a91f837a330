//! The schemas that the repository holds are those that the command prints.

use std::fs;

use servanda::formats::schema::SchemaOf;

/// To write them anew: `cargo run --features cli -- schema agreement > schemas/agreement.json`.
#[test]
fn the_schemas_in_the_folder_are_current() {
    for of in SchemaOf::ALL {
        let path = format!("schemas/{}.json", of.as_str());
        let found = fs::read_to_string(&path).unwrap();
        assert!(
            found == of.to_json(),
            "{path} is not what `servanda schema {}` prints",
            of.as_str()
        );
    }
}
