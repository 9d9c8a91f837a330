//! The one file in a zip archive.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::CrcReader;
use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::input::Input;

/// What an archive starts with.
pub const START: [u8; 4] = *b"PK\x03\x04";

/// The one file in an archive, unpacked; none of what is no archive.
pub fn member(path: &Path) -> io::Result<Option<Input>> {
    let Some(mut file) = archive(path)? else { return Ok(None) };
    let member = only(&file)?;
    file.seek(SeekFrom::Start(member.start))?;
    let packed = BufReader::with_capacity(1 << 16, file.take(member.packed));
    let unpacked: Box<dyn Read> = match member.is_deflated {
        true => Box::new(DeflateDecoder::new(packed)),
        false => Box::new(packed),
    };
    let checked = Checked { reader: CrcReader::new(unpacked), crc: member.crc };
    Ok(Some(Box::new(BufReader::with_capacity(1 << 16, checked))))
}

/// What the one file in an archive is called; none of what is no archive, or can't be read.
pub fn name(path: &Path) -> Option<String> {
    Some(only(&archive(path).ok()??).ok()?.name)
}

/// A file that starts as an archive does.
fn archive(path: &Path) -> io::Result<Option<File>> {
    // What is no file can't be read twice.
    if path.as_os_str() == "-" || !path.metadata()?.is_file() {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut start = Vec::with_capacity(START.len());
    (&mut file).take(4).read_to_end(&mut start)?;
    Ok((start == START).then_some(file))
}

/// Where the one file of an archive lies in it.
struct Member {
    name: String,
    start: u64,
    packed: u64,
    crc: u32,
    is_deflated: bool,
}

fn only(file: &File) -> io::Result<Member> {
    let wrong = |message: String| io::Error::new(io::ErrorKind::Unsupported, message);
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let files: Vec<usize> = (0..archive.len())
        .filter(|place| archive.by_index_raw(*place).is_ok_and(|member| !member.is_dir()))
        .collect();
    let [place] = *files else {
        let count = files.len();
        return Err(wrong(format!("is an archive of {count} files: unpack it, and name one")));
    };
    let member = archive.by_index_raw(place)?;
    let is_deflated = match member.compression() {
        CompressionMethod::Stored => false,
        CompressionMethod::DEFLATE => true,
        other => return Err(wrong(format!("is packed by {other}: unpack it"))),
    };
    if member.encrypted() {
        return Err(wrong("is encrypted: unpack it".to_owned()));
    }
    let name = member.name()?.into_owned();
    let start =
        member.data_start().ok_or_else(|| wrong("has no place in its archive".to_owned()))?;
    Ok(Member { name, start, packed: member.compressed_size(), crc: member.crc32(), is_deflated })
}

/// What is unpacked, whose checksum must be right at its end.
struct Checked {
    reader: CrcReader<Box<dyn Read>>,
    crc: u32,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        if read == 0 && !into.is_empty() && self.reader.crc().sum() != self.crc {
            let message = "the checksum of the archive is another: it is damaged";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}
