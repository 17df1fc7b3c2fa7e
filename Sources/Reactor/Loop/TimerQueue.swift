/// Names one timer of one loop, until it fires or is cancelled.
@frozen
public struct TimerToken: Equatable, Sendable {
    let slot: UInt32
    let generation: UInt32
}

/// The timers of a loop: a binary heap by deadline, with the place of each timer kept, so that a cancelled
/// one leaves at once and memory is bounded by the timers that are alive.
struct TimerQueue {
    private struct Entry {
        let deadline: Int64
        /// Tells timers of the same millisecond apart: first scheduled, first fired.
        let order: UInt64
        let slot: UInt32

        func precedes(_ other: Entry) -> Bool {
            deadline != other.deadline ? deadline < other.deadline : order < other.order
        }
    }

    private struct Slot {
        var handler: EventHandler?
        var generation: UInt32 = 0
        var place = 0
    }

    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    private var scheduledCount: UInt64 = 0

    /// The earliest deadline.
    var nextDeadline: Int64? { heap.first?.deadline }

    mutating func schedule(at deadline: Int64, _ handler: EventHandler) -> TimerToken {
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(slot)].handler = handler
        scheduledCount += 1
        heap.append(Entry(deadline: deadline, order: scheduledCount, slot: slot))
        slots[Int(slot)].place = heap.count - 1
        moveUp(heap.count - 1)
        return TimerToken(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Takes a timer out; nil if it has fired or was cancelled before.
    mutating func cancel(_ token: TimerToken) -> EventHandler? {
        let slot = slots[Int(token.slot)]
        guard slot.generation == token.generation else { return nil }
        return remove(at: slot.place).handler
    }

    /// Takes out the next timer whose deadline is not after `now`.
    mutating func popDue(at now: Int64) -> (token: TimerToken, handler: EventHandler)? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        return remove(at: 0)
    }

    private mutating func remove(at place: Int) -> (token: TimerToken, handler: EventHandler) {
        let slot = heap[place].slot
        let last = heap.removeLast()
        if place < heap.count {
            put(last, at: place)
            moveUp(place)
            moveDown(slots[Int(last.slot)].place)
        }
        let token = TimerToken(slot: slot, generation: slots[Int(slot)].generation)
        guard let handler = slots[Int(slot)].handler else { preconditionFailure("a timer without a handler") }
        slots[Int(slot)].handler = nil
        slots[Int(slot)].generation &+= 1
        freeSlots.append(slot)
        return (token, handler)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        heap[place] = entry
        slots[Int(entry.slot)].place = place
    }

    private mutating func moveUp(_ start: Int) {
        let entry = heap[start]
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.precedes(heap[parent]) else { break }
            put(heap[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func moveDown(_ start: Int) {
        let entry = heap[start]
        var place = start
        while true {
            var child = place * 2 + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count && heap[child + 1].precedes(heap[child]) { child += 1 }
            guard heap[child].precedes(entry) else { break }
            put(heap[child], at: place)
            place = child
        }
        put(entry, at: place)
    }
}
