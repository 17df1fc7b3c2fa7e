internal import CLinux
internal import Glibc

/// The descriptors a loop watches: a slab of slots, each named by its number and by a generation that changes
/// whenever its tenant does, so that an event of a former tenant is recognised.
struct WatchTable: ~Copyable {
    private struct Slot {
        /// Retained by hand: counting a reference up and down for every event would cost more than all the
        /// rest. Safe because a handler that is removed lives on in the hands of the loop until the turn is
        /// over.
        var handler: Unmanaged<EventHandler>?
        var generation: UInt32 = 0
        var interest: Interest = []
        var descriptor: Int32 = -1
    }

    private let epoll: Descriptor
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []

    init() throws(SystemError) {
        epoll = Descriptor(owning: try SystemCall.value("epoll_create1") { clinux_epoll_create() })
    }

    deinit {
        for slot in slots { slot.handler?.release() }
    }

    /// How many descriptors are watched.
    var count: Int { slots.count - freeSlots.count }

    mutating func add(
        _ descriptor: Int32, _ interest: Interest, flags: UInt32 = 0, _ handler: EventHandler
    ) throws(SystemError) -> Watch {
        let slot = freeSlots.last ?? UInt32(slots.count)
        if freeSlots.isEmpty { slots.append(Slot()) } else { freeSlots.removeLast() }
        let watch = Watch(slot: slot, generation: slots[Int(slot)].generation)
        do throws(SystemError) {
            try SystemCall.value("epoll_ctl") {
                clinux_epoll_add(epoll.number, descriptor, interest.rawValue | flags, watch.eventData)
            }
        } catch {
            freeSlots.append(slot)
            throw error
        }
        slots[Int(slot)].handler = .passRetained(handler)
        slots[Int(slot)].interest = interest
        slots[Int(slot)].descriptor = descriptor
        return watch
    }

    mutating func change(_ watch: Watch, to interest: Interest) {
        let slot = self[watch]
        if slot.interest == interest { return }
        slots[Int(watch.slot)].interest = interest
        SystemCall.certain("epoll_ctl") {
            clinux_epoll_modify(epoll.number, slot.descriptor, interest.rawValue, watch.eventData)
        }
    }

    /// Ends the watching; returns the handler, which must stay alive until the turn is over.
    mutating func remove(_ watch: Watch) -> EventHandler {
        let slot = self[watch]
        SystemCall.certain("epoll_ctl") { clinux_epoll_delete(epoll.number, slot.descriptor) }
        slots[Int(watch.slot)] = Slot(generation: watch.generation &+ 1)
        freeSlots.append(watch.slot)
        return slot.handler.takeRetainedValue()
    }

    /// The handler an event is for, alive until the turn is over; nil if it has left in the meantime.
    @inline(__always)
    func handler(of watch: Watch) -> Unmanaged<EventHandler>? {
        let slot = slots[Int(watch.slot)]
        return slot.generation == watch.generation ? slot.handler : nil
    }

    /// Waits until something is ready; negative: without end. Returns how many events were written.
    func wait(into events: UnsafeMutableBufferPointer<epoll_event>, timeoutMillis: Int32) -> Int {
        guard let start = events.baseAddress else { preconditionFailure("no room for events") }
        // Not repeated when interrupted: the deadline would move with every signal. The loop comes again
        // anyway.
        let answer = clinux_epoll_wait(epoll.number, start, Int32(events.count), timeoutMillis)
        if answer >= 0 { return Int(answer) }
        precondition(answer == -EINTR, "epoll_wait failed with error \(-answer)")
        return 0
    }

    private subscript(watch: Watch) -> (
        handler: Unmanaged<EventHandler>, interest: Interest, descriptor: Int32
    ) {
        let slot = slots[Int(watch.slot)]
        guard slot.generation == watch.generation, let handler = slot.handler else {
            preconditionFailure("a watch was used after its descriptor was unwatched")
        }
        return (handler, slot.interest, slot.descriptor)
    }
}
