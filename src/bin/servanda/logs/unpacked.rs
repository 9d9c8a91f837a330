//! Logs that are packed by gzip or zstd.

use std::io::{self, BufReader, Chain, Cursor, Read as _};

use super::archive;
use super::input::Input;

/// What is packed by gzip or zstd unpacked, all else as it is.
pub fn unpacked(mut input: Input) -> io::Result<Input> {
    let mut start = Vec::with_capacity(4);
    (&mut input).take(4).read_to_end(&mut start)?;
    let is_gzip = start.starts_with(&[0x1f, 0x8b]);
    let is_zstd = start == [0x28, 0xb5, 0x2f, 0xfd];
    if start == archive::START {
        let message = "is a zip archive, which is read from a file only";
        return Err(io::Error::new(io::ErrorKind::Unsupported, message));
    }
    let whole: Chain<Cursor<Vec<u8>>, Input> = Cursor::new(start).chain(input);
    Ok(if is_gzip {
        Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(whole)))
    } else if is_zstd {
        Box::new(BufReader::new(zstd::Decoder::with_buffer(whole)?))
    } else {
        Box::new(whole)
    })
}
