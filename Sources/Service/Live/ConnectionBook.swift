import Canvas
import Session

/// One connection that reads a board, as moderators find it: 48 bytes, for there is one for each reader.
struct BookEntry: Sendable {
    /// Where it comes from. It is in memory alone, and goes with the entry.
    let address: NetworkAddress
    let attendance: Attendance
    /// What it is called: shown as hexadecimal digits.
    let handle: UInt32
    /// As whom it plays; the number of nobody for a spectator.
    fileprivate(set) var player: UInt32
    let agent: UInt32
    /// When it came, in seconds since the book was opened.
    let joinedSeconds: UInt32

    /// Nobody whom the public counts: a console of the staff, which looks at the board and is no player.
    var isOnlooker: Bool { isOfStaff && player == PlayerSlot.none.number }

    /// Four digits at least.
    var handleText: String { Self.text(of: handle) }

    static func text(of handle: UInt32) -> String {
        let digits = String(handle, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Reads `7fa2` or `#7fa2`; nil for what is no handle.
    static func handle(_ text: some StringProtocol) -> UInt32? {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.utf8.count >= 4, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else { return nil }
        return UInt32(digits, radix: 16)
    }
}

/// One that has left.
struct DepartedEntry: Sendable {
    let entry: BookEntry
    /// When, in seconds since the book was opened.
    let leftSeconds: UInt32
}

/// Every connection that reads a board, and those that did within the last day.
struct ConnectionBook {
    /// So many departed ones are remembered, some 4 MB: a busy evening. In a rush the oldest go sooner than
    /// after a day.
    static let departedMax = 65_536
    /// How long they are.
    static let departedSecondsMax: UInt32 = 86_400

    private(set) var agents = AgentTable()
    /// A ring, in the order in which they left.
    private(set) var departed: [DepartedEntry] = []
    private var oldestDeparted = 0
    /// By place; a free place holds nobody.
    private var slots: [BookEntry?] = []
    private var free: [UInt32] = []
    private var nextHandle: UInt32 = 1
    /// What the system calls those who came through the admin socket, by handle: of everybody who is live or
    /// departed, so no more than these.
    private var staffUsers: [UInt32: String] = [:]
    private let openedAt: Int64
    /// The most connections there were at a time.
    private(set) var liveMax = 0

    init(now: Int64) {
        openedAt = now
    }

    /// How many are live.
    var liveCount: Int { slots.count - free.count }

    /// Those that are live, in no order.
    var live: some Sequence<BookEntry> { slots.lazy.compactMap(\.self) }

    /// The same with their places.
    var places: some Sequence<(place: UInt32, entry: BookEntry)> {
        slots.indices.lazy.compactMap { [slots] place in slots[place].map { (UInt32(place), $0) } }
    }

    func seconds(at now: Int64) -> UInt32 { UInt32(clamping: (now - openedAt) / 1000) }

    /// When something was, by the clock that counts.
    func time(ofSeconds seconds: UInt32) -> Int64 { openedAt + Int64(seconds) * 1000 }

    /// Somebody came; their place is what they leave by. `staffUser` is who came through the admin socket.
    mutating func arrive(
        _ attendance: Attendance, player: PlayerSlot, address: NetworkAddress, agent: Agent,
        staffUser: String? = nil, now: Int64
    ) -> UInt32 {
        let entry = BookEntry(
            address: address, attendance: attendance, handle: nextHandle, player: player.number,
            agent: agents.hold(agent), joinedSeconds: seconds(at: now))
        staffUsers[entry.handle] = staffUser
        nextHandle = nextHandle == .max ? 1 : nextHandle + 1
        defer { liveMax = max(liveMax, liveCount) }
        guard let place = free.popLast() else {
            slots.append(entry)
            return UInt32(slots.count - 1)
        }
        slots[Int(place)] = entry
        return place
    }

    /// Connections play as somebody else from now on. They are few, and it happens seldom.
    mutating func hand(_ attendances: [Attendance], to player: PlayerSlot) {
        let wanted = Set(attendances)
        for place in slots.indices where slots[place].map({ wanted.contains($0.attendance) }) ?? false {
            slots[place]?.player = player.number
        }
    }

    mutating func leave(_ place: UInt32, now: Int64) {
        guard let entry = slots[Int(place)] else { preconditionFailure("nobody has that place in the book") }
        slots[Int(place)] = nil
        free.append(place)
        let left = DepartedEntry(entry: entry, leftSeconds: seconds(at: now))
        if departed.count < Self.departedMax {
            departed.append(left)
        } else {
            agents.release(departed[oldestDeparted].entry.agent)
            staffUsers[departed[oldestDeparted].entry.handle] = nil
            departed[oldestDeparted] = left
            oldestDeparted = (oldestDeparted + 1) % Self.departedMax
        }
    }

    /// Who of the staff a connection is; nil: it did not come through the admin socket.
    func staffUser(of entry: BookEntry) -> String? { staffUsers[entry.handle] }

    subscript(place: UInt32) -> BookEntry? {
        place < slots.count ? slots[Int(place)] : nil
    }

    /// Those that left within the last day, the newest first.
    func departed(at now: Int64) -> some Sequence<DepartedEntry> {
        let oldest = seconds(at: now) - min(seconds(at: now), Self.departedSecondsMax)
        let count = departed.count
        return (0..<count).lazy
            .map { departed[(oldestDeparted + count - 1 - $0) % count] }
            .prefix { $0.leftSeconds >= oldest }
    }
}
