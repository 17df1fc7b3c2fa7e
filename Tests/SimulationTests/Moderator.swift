import Canvas
import Moderation
import TestKit
import WebSocket
import Wire

@testable import Service

/// Whether somebody keeps order in a simulation, how often, and with what. It has a source of chance of its
/// own: where nobody does, the story is the one that there would be without all of this.
struct StaffWeather {
    /// One act in so many steps; nil: nobody is there.
    let stepsPerAct: Int?
    private let verbs: [(verb: AdminVerb, weight: Int)]

    init(_ random: inout SeededRandom) {
        stepsPerAct = [nil, nil, 6, 16].randomElement(using: &random) ?? nil
        var verbs: [(verb: AdminVerb, weight: Int)] = [
            (.rollback, 30), (.ban, 30), (.undo, 40), (.unban, 12),
        ]
        let sometimes: [(verb: AdminVerb, weight: Int)] = [
            (.kick, 8), (.freeze, 8), (.unfreeze, 8), (.area, 14), (.liftArea, 6), (.defence, 8),
        ]
        for verb in sometimes where Int.random(in: 0..<3, using: &random) > 0 { verbs.append(verb) }
        self.verbs = verbs
    }

    func verb(_ random: inout SeededRandom) -> AdminVerb {
        var place = Int.random(in: 0..<verbs.reduce(0) { $0 + $1.weight }, using: &random)
        for (verb, weight) in verbs {
            place -= weight
            if place < 0 { return verb }
        }
        return .undo
    }
}

/// One act on its way to the server and back, over a link that may be slow or lost.
///
/// `@unchecked Sendable` is safe because a simulation has one thread.
final class StaffErrand: @unchecked Sendable {
    let act: AdminAct
    let member: StaffMember
    /// When the server hears of it.
    let arrivesAt: Int64
    /// How long its answer takes on its way back; nil: it is lost.
    let returnMillis: Int64?
    var isSent = false
    var reply: AdminReply?
    /// When whoever acted hears of it.
    var heardAt: Int64?

    init(_ act: AdminAct, by member: StaffMember, arrivesAt: Int64, returnMillis: Int64?) {
        self.act = act
        self.member = member
        self.arrivesAt = arrivesAt
        self.returnMillis = returnMillis
    }

    /// What the admin socket makes of it.
    var request: AdminRequest {
        get throws {
            let request = HTTPRequest(method: "POST", path: "/admin/\(act.verb.rawValue)", fields: [])
            return try AdminRequest.read(
                request, body: JSONValue.parse(act.bytes), staff: member
            ).get()
        }
    }
}

extension Simulation {
    private static let staff = [
        StaffMember(user: "ana", role: .admin), StaffMember(user: "mara", role: .moderator),
    ]

    /// Somebody of the staff does something, sooner or later.
    func moderateSometimes() {
        guard let steps = staffWeather.stepsPerAct, server != nil,
            Int.random(in: 0..<steps, using: &staffRandom) == 0
        else { return }
        let member = Self.staff[Int.random(in: 0..<5, using: &staffRandom) == 0 ? 1 : 0]
        let act = anyAct()
        let delay: Int64 = [0, 0, 2, 60].randomElement(using: &staffRandom) ?? 0
        let back: Int64? = [0, 0, 5, 80, nil].randomElement(using: &staffRandom) ?? 0
        staffErrands.append(
            StaffErrand(act, by: member, arrivesAt: time.millis + delay, returnMillis: back))
        if Int.random(in: 0..<8, using: &staffRandom) == 0 {
            server?.past.workMillis = Bool.random(using: &staffRandom) ? 0...20 : 20...400
        }
        note("wants done", Int64(AdminVerb.allCases.firstIndex(of: act.verb) ?? 0))
    }

    private func anyAct() -> AdminAct {
        var act = AdminAct(staffWeather.verb(&staffRandom))
        act.isDryRun = Int.random(in: 0..<12, using: &staffRandom) == 0
        act.board = anyBoard().name.text
        switch act.verb {
        case .ban:
            act.who = anyPeople()
            act.kind = [.ban, .ban, .shadow, .shadow, .mute].randomElement(using: &staffRandom)
            act.scope = [.account, .session, .address].randomElement(using: &staffRandom)
            act.durationMillis = anyMillis(orForGood: act.kind != .shadow)
            if Int.random(in: 0..<3, using: &staffRandom) > 0 { act.windowMillis = anyWindow() }
        case .unban, .kick: act.who = anyPeople()
        case .rollback:
            if Int.random(in: 0..<4, using: &staffRandom) == 0 { act.isEveryone = true }
            if !act.isEveryone { act.who = anyPeople() }
            if Bool.random(using: &staffRandom) { layRectangle(&act) }
            act.windowMillis = anyWindow()
        case .freeze: act.durationMillis = anyMillis(orForGood: false)
        case .area:
            layRectangle(&act)
            act.mode = [.frozen, .staff, .slower].randomElement(using: &staffRandom)
            act.durationMillis = anyMillis(orForGood: false)
        case .liftArea: act.number = .random(in: 1...4, using: &staffRandom)
        case .defence:
            act.level = .random(in: 0...4, using: &staffRandom)
            act.durationMillis = anyMillis(orForGood: false)
        case .undo:
            // Mostly something recent: an undo, and the undo of that.
            let newest = max(1, judge.order.lineCount)
            let oldest = max(1, newest - min(newest, Bool.random(using: &staffRandom) ? 2 : 12))
            act.number = UInt64(Int.random(in: oldest...newest, using: &staffRandom))
        default: break
        }
        return act
    }

    private func anyBoard() -> (name: BoardName, shape: BoardShape) {
        weather.boards[Int.random(in: weather.boards.indices, using: &staffRandom)]
    }

    private func anyPeople() -> [String] {
        let known = visitors.compactMap(\.id)
        guard !known.isEmpty else { return ["nobody"] }
        return (0..<(Int.random(in: 0..<4, using: &staffRandom) == 0 ? 2 : 1)).map { _ in
            known[Int.random(in: known.indices, using: &staffRandom)]
        }
    }

    private func anyMillis(orForGood: Bool) -> Int64 {
        ([100, 500, 2000, 60_000] + (orForGood ? [0] : [])).randomElement(using: &staffRandom) ?? 100
    }

    private func anyWindow() -> Int64 {
        [0, 0, 200, 3000, 3_600_000].randomElement(using: &staffRandom) ?? 0
    }

    private func layRectangle(_ act: inout AdminAct) {
        guard let shape = weather.boards.first(where: { $0.name.text == act.board })?.shape else { return }
        act.x = .random(in: 0..<shape.width, using: &staffRandom)
        act.y = .random(in: 0..<shape.height, using: &staffRandom)
        act.width = .random(in: 1...shape.width, using: &staffRandom)
        act.height = .random(in: 1...shape.height, using: &staffRandom)
    }
}

// MARK: - There and back

extension Simulation {
    /// Acts arrive at the server, and answers at those who wait for them.
    func runStaffErrands() throws {
        for errand in staffErrands where !errand.isSent && time.millis >= errand.arrivesAt {
            errand.isSent = true
            server?.answer(try errand.request) { errand.reply = $0 }
        }
    }

    func hearOfStaffErrands() throws {
        var open: [StaffErrand] = []
        for errand in staffErrands {
            guard let reply = errand.reply else {
                open.append(errand)
                continue
            }
            guard let back = errand.returnMillis else { continue }
            let heardAt = errand.heardAt ?? time.millis + back
            errand.heardAt = heardAt
            if time.millis >= heardAt { try take(reply, errand) } else { open.append(errand) }
        }
        staffErrands = open
    }

    /// Nobody of the staff waits for anything.
    var isStaffIdle: Bool { staffErrands.isEmpty && server?.past.isIdle != false }

    private func take(_ reply: AdminReply, _ errand: StaffErrand) throws {
        note("told", Int64(reply.status), Int64(reply.body.count))
        guard reply.status == 200 else {
            let code = (try? JSONValue.parse(reply.body))?["error"]?["code"]?.string
            guard let refusal = code.flatMap(AdminRefusal.init), refusal.httpStatus == reply.status else {
                throw Violation(
                    "\(errand.act.verb) was answered with \(String(decoding: reply.body, as: UTF8.self))")
            }
            happened(refusal == .conflict ? .staffCollided : refusal == .busy ? .staffPutOff : .staffRefused)
            return
        }
        let answer = try ActAnswer.decode(reply.body)
        try judge.order.acknowledged(answer, to: errand.act)
        if errand.act.isDryRun { happened(.dryRun) }
    }
}
