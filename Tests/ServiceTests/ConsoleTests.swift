import Service
import Session
import TestKit
import Testing
import WebSocket
import Wire

@testable import Service

/// What consoles are told, and how little they cost.
struct ConsoleTests {
    private func state(_ console: WebSocketClient) throws -> LiveState {
        try LiveState(json: console.nextText("state"))
    }

    /// The first state that has what is looked for.
    private func state(
        _ console: WebSocketClient, where isWanted: (LiveState) -> Bool
    ) throws -> LiveState {
        while true {
            let state = try state(console)
            if isWanted(state) { return state }
        }
    }

    @Test func `the first message tells everything, the next ones what changed`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let console = try server.console(as: "mara")
            #expect(console.upgrade.subprotocol == "toile.admin.v1")
            let first = try state(console)
            #expect(first.you?.user == "mara" && first.you?.role == .moderator)
            #expect(first.staff?.map(\.user) == ["mara"] && first.host != nil)
            #expect(first.boards?.count == 1 && first.health != nil && first.signals != nil)
            let next = try state(console)
            #expect(next.you == nil && next.staff == nil && next.host == nil && next.boards != nil)
        }
    }

    @Test func `everybody sees who else is there, and where they look`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let mara = try server.console(as: "mara")
            _ = try state(mara)
            let ana = try server.console(as: "ana")
            #expect(try state(ana).staff?.map(\.user) == ["mara", "ana"])
            try ana.sendText(#"{"type":"look","screen":"person","person":"abc\u202e","report":12,"limit":0}"#)
            let seen = try state(mara) { $0.staff?.last?.screen == "person" }
            #expect(seen.staff?.last?.person == "abc" && seen.staff?.last?.report == 12)
            try ana.sendClose()
            #expect(try state(mara) { $0.staff?.count == 1 }.staff?.first?.user == "mara")
        }
    }

    @Test func `rows are told once, and again when they change`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let kim = try server.player("kim_1")
            _ = try kim.nextText("hello")
            let console = try server.console()
            let first = try state(console)
            #expect(first.connections?.rows.map(\.name) == ["kim_1"] && first.connections?.total == 1)
            let lou = try server.player("lou_1")
            _ = try lou.nextText("hello")
            let second = try state(console) { $0.connections != nil }
            #expect(second.connections?.rows.contains { $0.name == "lou_1" } ?? false)
            #expect(second.connections?.order.count == 2 && second.connections?.matching == 2)
            try console.sendText(#"{"type":"look","filter":"name:kim"}"#)
            let third = try state(console) { $0.connections?.matching == 1 }
            #expect(third.connections?.order.count == 1)
            // Nobody does anything: there is nothing to be told of connections.
            _ = try state(console) { $0.boards != nil && $0.connections == nil }
            try console.sendText(#"{"type":"look","filter":"rate>"}"#)
            #expect(try console.nextText(passing: "error")["code"]?.string == "bad-request")
        }
    }

    @Test func `placements are told as they are made, to who wants them`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let console = try server.console()
            let deaf = try server.console()
            try deaf.sendText(#"{"type":"look","feed":false}"#)
            _ = try state(console)
            _ = try state(deaf) { $0.you?.screen == "live" }
            let kim = try server.player("kim_1")
            for x in 0..<3 { try kim.place(x: x, y: 2, colour: 5) }
            for _ in 0..<3 { _ = try kim.nextResult() }
            var lines: [FeedLine] = []
            while lines.count < 3 { lines = (try state(console).feed ?? []) + lines }
            #expect(lines.map(\.x) == [2, 1, 0] && lines.allSatisfy { $0.name == "kim_1" && $0.y == 2 })
            #expect(lines[0].handle.count == 4 && lines[0].colour == 5)
            #expect(try state(deaf) { $0.boards?[0].seq == 3 }.feed == nil)
        }
    }

    @Test func `a pixel of the staff says so to whoever watches, as it does in public`() throws {
        try withServer(RunningServer(team: ScriptedTeam(), kept: KeptLedger())) { server throws in
            let vandal = try server.session("vandal")
            for x in 0..<3 { _ = try server.place(vandal, x: x, y: 2, colour: 5) }
            let console = try server.console(as: "ana")
            _ = try state(console)
            try server.done(.rollback) { $0.who = ["vandal"] }
            var lines: [FeedLine] = []
            while lines.count < 3 { lines = (try state(console).feed ?? []) + lines }
            #expect(lines.allSatisfy { $0.name == "staff: ana" && !$0.id.isEmpty })
            for who in ["ana", "staff%3A%20ana", lines[0].id] {
                let person = try PersonDetail.decode(server.staff("GET", "/admin/person?who=\(who)").body)
                #expect(person.name == "staff: ana" && person.staff == "ana" && person.id == lines[0].id)
                let trail = try Trail.decode(server.staff("GET", "/admin/trail?who=\(who)").body)
                #expect(trail.name == "staff: ana")
            }
            // The name that is read is one to act on, too.
            let note = try server.done(.note) { act in
                act.who = ["staff: ana"]
                act.text = "took three pixels back"
            }
            #expect(note.outcome == .done)
        }
    }

    @Test func `a console is a connection of the staff, and nobody whom the public counts`() throws {
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, team: ScriptedTeam())) { server throws in
            let kim = try server.player("kim_1")
            #expect(try kim.nextText("hello")["online"]?.integer == 1)
            let onlooker = try server.console(as: "mara", path: "/ws?watch=1")
            #expect(try onlooker.nextText("hello")["online"]?.integer == 1)
            // The adaptive cooldown looks at the same number.
            server.onCanvas { #expect($0.boards[0].online.count == 1 && $0.book.liveCount == 2) }
            func rows(_ query: String = "") throws -> [ConnectionRow] {
                server.pass(millis: 1000)
                return try ConnectionList.decode(
                    server.staff("GET", "/admin/connections?sort=handle\(query)").body
                ).connections
            }
            let live = try rows()
            #expect(live.map(\.name) == ["kim_1", "mara"] && live.map(\.role) == ["player", "moderator"])
            #expect(live[1].flags == ["MOD"] && live[1].id.isEmpty && live[1].network.isEmpty)
            #expect(try rows("&filter=name:mara").count == 1)
            // Somebody who plays is a player, whichever way they come.
            let player = try server.session("lou_1")
            let inside = try WebSocketClient(
                socketPath: #require(server.adminPath), path: "/ws",
                fields: [("Authorization", "Bearer \(player.token)")])
            #expect(try inside.nextText("hello")["online"]?.integer == 2)
            for client in [onlooker, inside] { client.socket.close() }
            while try rows().count > 1 {}
            server.onCanvas { #expect($0.boards[0].online.count == 1) }
            let left = try rows("&departed=1").filter { $0.leftMillis != nil }
            #expect(left.map(\.name) == ["mara", "lou_1"] && left.map(\.role) == ["moderator", "moderator"])
        }
    }

    @Test func `a question of a console is answered as over HTTP`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let console = try server.console(as: "rita")
            func ask(_ id: Int, _ method: String, _ path: String) throws -> ConsoleAnswer {
                try console.sendText(#"{"type":"ask","id":\#(id),"method":"\#(method)","path":"\#(path)"}"#)
                return try ConsoleAnswer(json: console.nextText(passing: "answer"))
            }
            let me = try ask(1, "GET", "/admin/me")
            #expect(me.id == 1 && me.status == 200 && me.body["user"]?.string == "rita")
            #expect(try ask(2, "GET", "/admin/people?find=nobody").body["people"]?.elements == [])
            #expect(try ask(3, "GET", "/admin/nothing").status == 404)
            #expect(try ask(4, "GET", "/healthz").status == 404)
            #expect(try ask(5, "DELETE", "/admin/me").status == 422)
            #expect(try ask(6, "GET", "").status == 404)
            try console.sendText(#"{"type":"shout"}"#)
            #expect(try console.nextText(passing: "error")["code"]?.string == "unknown-type")
            try console.sendBinary([1, 2, 3])
            #expect(try console.nextClose() == 1003)
        }
    }

    @Test func `a console is for staff, and asked for as a WebSocket`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            #expect(throws: (any Error).self) { try server.console(as: "eve") }
            #expect(try server.staff("GET", "/admin/ws").status == 426)
        }
    }

    @Test func `a console that takes nothing is owed one message, and the board does not notice`() throws {
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, team: ScriptedTeam())) { server throws in
            let console = try server.console()
            server.pass(millis: 250)
            _ = try state(console)
            let kim = try server.player("kim_1")
            _ = try kim.nextText("hello")
            var owed: [Int] = []
            for number in 0..<1000 {
                try kim.place(x: number % 40, y: number / 40, colour: 1)
                #expect(try kim.nextResult().status == 0)
                if number % 20 == 19 {
                    server.pass(millis: 250)
                    owed.append(server.bytesOwedToConsoles)
                }
            }
            // The first of them is on its way; nothing was made behind it.
            #expect(Set(owed.dropFirst()).count == 1 && owed[0] > 0)
            let old = try state(console)
            #expect(old.boards?[0].seq ?? 0 < 1000)
            server.pass(millis: 1000, steps: 4)
            let newest = try state(console)
            #expect(newest.boards?[0].seq == 1000 && newest.feed?.count == Feed.linesMax)
            #expect(newest.feed?.first?.x == 39 && newest.feed?.first?.y == 24)
            #expect(newest.feed?.last?.x == 0 && newest.feed?.last?.y == 24)
        }
    }

    @Test func `with the last console everything that is for consoles ends`() throws {
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, team: ScriptedTeam())) { server throws in
            let console = try server.console()
            server.pass(millis: 250)
            _ = try state(console)
            server.onCanvas { #expect($0.consoles.isTicking && !$0.consoles.isEmpty) }
            console.socket.close()
            let isGone = Flag()
            while !isGone.isUp {
                server.pass(millis: 250)
                server.onCanvas { if !$0.consoles.isTicking { isGone.raise() } }
            }
            server.onCanvas {
                #expect($0.consoles.isEmpty && $0.survey.figures.isEmpty && $0.consoles.feeds.isEmpty)
            }
        }
    }
}

extension RunningServer {
    /// Bytes that are on their way to consoles, here or in the kernel.
    fileprivate var bytesOwedToConsoles: Int {
        let sum = Sum()
        onCanvas { canvas in
            for reference in canvas.consoles.consoles.keys {
                canvas.gates.gate(of: 0).perform { sum.add($0.connection(reference)?.bufferedByteCount ?? 0) }
            }
        }
        return sum.value
    }
}

/// `@unchecked Sendable` is safe because the canvas's loop writes, and the test reads when that is done.
private final class Sum: @unchecked Sendable {
    private(set) var value = 0
    func add(_ more: Int) { value += more }
}

/// The same of a question with one answer.
private final class Flag: @unchecked Sendable {
    private(set) var isUp = false
    func raise() { isUp = true }
}
