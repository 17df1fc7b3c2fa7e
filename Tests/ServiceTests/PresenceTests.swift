import Canvas
import Moderation
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Who is connected, and as whom.
struct PresenceTests {
    private static let staff = PlayerSlot(number: 900)

    private func attendance(_ number: UInt32, board: UInt16 = 0) -> Attendance {
        Attendance(shard: 0, board: board, connection: ConnectionReference(slot: number, generation: 1))
    }

    private func session(_ number: UInt32) -> PlayerSlot { PlayerSlot(number: number) }

    @Test func `a session with a badge plays as staff, with all that it has connected`() {
        var presence = Presence(limits: Limits())
        _ = presence.arrive(attendance(1), of: session(1))
        _ = presence.arrive(attendance(2), of: session(2))
        #expect(!presence.hasCompany)
        #expect(presence.wear(Self.staff, session(1)) == [attendance(1)])
        #expect(presence.wear(Self.staff, session(1)).isEmpty, "it does so already")
        _ = presence.arrive(attendance(3), of: session(1))
        #expect(presence.player(of: session(1)) == Self.staff)
        #expect(Set(presence.attendances(of: Self.staff)) == [attendance(1), attendance(3)])
        #expect(presence.attendances(of: session(1)).isEmpty)
        #expect(presence.attendances(of: session(2)) == [attendance(2)])
        #expect(presence.hasCompany, "another browser of the same player may have to hear of it")
        #expect(presence.wear(nil, session(1)) == [attendance(1), attendance(3)])
        #expect(presence.attendances(of: session(1)).count == 2)
        #expect(presence.attendances(of: Self.staff).isEmpty)
    }

    @Test func `whoever leaves is gone, whatever they played as when they left`() {
        var presence = Presence(limits: Limits())
        _ = presence.arrive(attendance(1), of: session(1))
        _ = presence.wear(Self.staff, session(1))
        _ = presence.arrive(attendance(2), of: session(1))
        // One says so as the staff that it was, the other as itself, for it had not heard yet.
        presence.leave(attendance(1), of: session(1))
        _ = presence.wear(nil, session(1))
        presence.leave(attendance(2), of: Self.staff)
        #expect(presence.attendances(of: session(1)).isEmpty)
        #expect(presence.attendances(of: Self.staff).isEmpty)
        #expect(!presence.hasCompany)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever comes, goes and changes its badge, it is what a plain list says`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var presence = Presence(limits: Limits())
        var connected: [(attendance: Attendance, session: PlayerSlot)] = []
        var worn: [PlayerSlot: PlayerSlot] = [:]
        for step in 0..<2_000 as Range<UInt32> {
            let session = session(.random(in: 0..<5, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let attendance = attendance(step, board: .random(in: 0..<2, using: &random))
                connected.append((attendance, session))
                if let oldest = presence.arrive(attendance, of: session) {
                    // It is told to go, and says so later: here at once.
                    connected.removeAll { $0.attendance == oldest }
                    presence.leave(oldest, of: worn[session] ?? session)
                }
            case 2 where !connected.isEmpty:
                let gone = connected.remove(at: .random(in: 0..<connected.count, using: &random))
                presence.leave(gone.attendance, of: worn[gone.session] ?? gone.session)
            default:
                let staff = Bool.random(using: &random) ? self.session(900 + step % 2) : nil
                worn[session] = staff
                _ = presence.wear(staff, session)
            }
            for player in (0..<5).map({ self.session($0) }) + [Self.staff, self.session(901)] {
                let expected = connected.filter { (worn[$0.session] ?? $0.session) == player }
                #expect(Set(presence.attendances(of: player)) == Set(expected.map(\.attendance)))
            }
            let first = connected.filter { $0.attendance.board == 0 }.map(\.attendance)
            #expect(Set(presence.players(on: 0).map(\.attendance)) == Set(first))
        }
    }
}

/// Links to draw as staff that wait to be used.
struct BadgeLinksTests {
    private let ana = StaffMember(user: "ana", role: .admin)
    private let network = NetworkKey(NetworkAddress(high: 0, low: 0xffff_0a00_0001))

    @Test func `a link is good for half an hour, and once`() {
        var links = BadgeLinks()
        let (first, second) = (
            links.offer(to: ana, at: 0),
            links.offer(
                to: ana, at: 1)
        )
        #expect(first != second && first.utf8.count == 32)
        #expect(links.count(of: "ana", at: 1_799_999) == 2)
        #expect(links.count(of: "ana", at: 1_800_000) == 1)
        #expect(!isGood(links.take(first, from: network, at: 1_800_000)))
        #expect(isGood(links.take(second, from: network, at: 1_800_000)))
        #expect(!isGood(links.take(second, from: network, at: 1_800_000)))
    }

    @Test func `there are so many, and the oldest make room`() {
        var links = BadgeLinks()
        let codes = (0...Limits.badgeLinksMax).map { at in
            links.offer(to: ana, at: Int64(at))
        }
        #expect(links.count(of: "ana", at: 100) == Limits.badgeLinksMax)
        #expect(!isGood(links.take(codes[0], from: network, at: 100)))
        guard case .good(let link) = links.take(codes[1], from: network, at: 100) else {
            Issue.record("the second is none")
            return
        }
        links.putBack(link)
        #expect(isGood(links.take(codes[1], from: network, at: 100)))
        links.withdraw(of: "ana")
        #expect(links.count(of: "ana", at: 100) == 0)
        #expect(!isGood(links.take(codes[2], from: network, at: 100)))
    }

    private func isGood(_ outcome: BadgeLinks.Try) -> Bool {
        if case .good = outcome { true } else { false }
    }
}
