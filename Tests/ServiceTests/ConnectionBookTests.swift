import Canvas
import Session
import Testing

@testable import Service

/// The book of everybody who is connected, and was.
struct ConnectionBookTests {
    private let agent = Agent(userAgent: "curl/8.5", acceptLanguage: nil)
    private let address = NetworkAddress(high: 0, low: 0xffff_0a02_212c)

    private func attendance(_ slot: UInt32) -> Attendance {
        Attendance(shard: 0, board: 0, connection: ConnectionReference(slot: slot, generation: 0))
    }

    private func arrive(_ book: inout ConnectionBook, _ slot: UInt32, agent: Agent? = nil, now: Int64)
        -> UInt32
    {
        book.arrive(
            attendance(slot), player: PlayerSlot(number: slot), address: address, agent: agent ?? self.agent,
            now: now)
    }

    @Test func `an entry is no larger than the readers of a board can pay for`() {
        #expect(MemoryLayout<BookEntry?>.stride == 48)
        #expect(MemoryLayout<DepartedEntry>.stride == 48)
    }

    @Test func `places are used again, handles are not`() {
        var book = ConnectionBook(now: 0)
        let first = arrive(&book, 1, now: 0)
        let second = arrive(&book, 2, now: 1000)
        #expect(
            book.liveCount == 2 && book[first]?.handleText == "0001" && book[second]?.handleText == "0002")
        book.leave(first, now: 5000)
        #expect(book.liveCount == 1 && book[first] == nil)
        #expect(arrive(&book, 3, now: 6000) == first)
        #expect(book[first]?.handleText == "0003" && book[first]?.joinedSeconds == 6)
        #expect(book.liveMax == 2 && Set(book.live.map(\.handle)) == [2, 3])
    }

    @Test func `those that left are known for a day, the newest first`() {
        var book = ConnectionBook(now: 0)
        for slot in 1...3 {
            book.leave(arrive(&book, UInt32(slot), now: 0), now: Int64(slot) * 10_000)
        }
        #expect(book.departed(at: 40_000).map(\.entry.handle) == [3, 2, 1])
        #expect(book.departed(at: 86_400_000 + 20_000).map(\.entry.handle) == [3, 2])
        #expect(book.departed(at: 2 * 86_400_000).map(\.entry.handle).isEmpty)
    }

    @Test func `of more than are remembered the oldest goes, and its program with it`() {
        var book = ConnectionBook(now: 0)
        let odd = Agent(userAgent: "odd/1", acceptLanguage: nil)
        book.leave(arrive(&book, 0, agent: odd, now: 0), now: 0)
        #expect(book.agents.count == 1)
        for slot in 1...ConnectionBook.departedMax {
            book.leave(arrive(&book, UInt32(slot), now: 1000), now: 1000)
        }
        let departed = Array(book.departed(at: 2000))
        #expect(departed.count == ConnectionBook.departedMax)
        #expect(
            departed.last?.entry.handle == 2
                && departed.first?.entry.handle == UInt32(ConnectionBook.departedMax) + 1)
        #expect(book.agents.count == 1)
    }

    @Test func `who of the staff a connection is is known as long as the connection is`() throws {
        var book = ConnectionBook(now: 0)
        let nowhere = NetworkAddress(high: 0, low: 0)
        let attendance = Attendance(
            shard: 0, board: 0, connection: ConnectionReference(slot: 0, generation: 0))
        let place = book.arrive(
            attendance, player: .none, address: nowhere, agent: agent, staffUser: "ana", now: 0)
        let entry = try #require(book[place])
        #expect(book.staffUser(of: entry) == "ana" && entry.isOnlooker)
        book.leave(place, now: 1000)
        #expect(book.staffUser(of: entry) == "ana")
        for _ in 0..<ConnectionBook.departedMax {
            book.leave(
                book.arrive(attendance, player: .none, address: nowhere, agent: agent, now: 0), now: 2000)
        }
        #expect(book.staffUser(of: entry) == nil)
    }

    @Test func `programs without end share one entry`() {
        var table = AgentTable()
        let numbers = (0..<AgentTable.agentsMax + 10).map { number in
            table.hold(Agent(userAgent: "bot/\(number)", acceptLanguage: nil))
        }
        #expect(table.count == AgentTable.agentsMax + 1)
        #expect(Set(numbers.suffix(10)).count == 1)
        for number in numbers { table.release(number) }
        #expect(table.count == 0)
        let again = table.hold(agent)
        #expect(table[again] == agent)
    }

    @Test(
        arguments: [
            ("7fa2", 0x7fa2), ("#7fa2", 0x7fa2), ("0001", 1), ("ffffffff", 0xffff_ffff), ("1", nil),
            ("", nil),
            ("#", nil), ("7fg2", nil), ("+7fa", nil), ("100000000", nil), ("-001", nil),
        ] as [(String, UInt32?)])
    func `handles are read as they are shown`(text: String, handle: UInt32?) {
        #expect(BookEntry.handle(text) == handle)
    }
}
