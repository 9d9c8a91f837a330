//! A monitor of one agreement knows no names of another.

use servanda::cuba::Cuba;
use servanda::{Event, Instant, Monitor};

servanda::vocabulary! {
    struct Sale;
    enum Dealer { Buyer, Seller }
    enum Deal { Pay }
    enum Debt { Price }
}

fn ask(monitor: &Monitor<Cuba>) {
    let _ = monitor.status(Debt::Price);
}

fn tell(monitor: &mut Monitor<Cuba>, time: Instant) {
    let paid: Event<Sale> = Event::act(time, Dealer::Buyer, Deal::Pay);
    monitor.record(&paid);
}

fn main() {}
