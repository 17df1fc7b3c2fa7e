import Foundation
import TestKit
import Testing
import Wire

@testable import toile

/// `toile ctl` against a server that answers from a script.
struct ControlCommandTests {
    private let server: ScriptedAdmin

    init() throws {
        server = try ScriptedAdmin()
    }

    private struct Run {
        var exit: ExitCode
        var output: String
        var complaint: String
        var waits: [Int]
    }

    /// Runs a command. `typed` is what somebody types who is asked; nil: nobody is there.
    private func run(
        _ words: String, typed: String? = nil, columnsMax: Int? = nil, readsMax: Int = 3,
        isServerNamed: Bool = true
    ) throws -> Run {
        final class Box { var run = Run(exit: .done, output: "", complaint: "", waits: []) }
        let box = Box()
        var reads = 0
        let streams = ControlStreams(
            write: { text in
                guard reads < readsMax else { return false }
                reads += 1
                box.run.output += text
                return true
            },
            complain: { box.run.complaint += $0 }, ask: typed.map { word in { _ in word } },
            columnsMax: columnsMax, wait: { box.run.waits.append($0) }, nowMillis: { 1_763_733_753_000 })
        let place = isServerNamed ? ["--socket", server.path] : []
        box.run.exit = ControlCommand.run(try AdminCommand.words(of: words) + place, on: streams)
        return box.run
    }

    @Test func `an act is done, and said in lines`() throws {
        server.answer(
            "POST /admin/ban",
            #"""
            {"outcome":"done","text":"ban k3stral 24 h","audit":[90817,90818],"effects":
            {"connectionsClosed":3,"pixelsBack":288,"pixelsKept":24,"keptPeople":5,
            "reportsClosed":[4418,4402],"lookers":["leo"]}}
            """#)
        let run = try run("ban k3stral 24h botting --undo 1h")
        #expect(run.exit == .done && run.complaint.isEmpty)
        #expect(
            run.output == """
                ban k3stral 24 h (audit 90817 90818)
                closes 3 connections
                288 px back, 24 px kept (drawn over by 5 others)
                closes reports 4418 4402
                looking at this now: leo

                """)
        let sent = try AdminAct.decode(Array(server.lastBody.utf8))
        #expect(sent.who == ["k3stral"] && sent.windowMillis == 3_600_000 && !sent.isDryRun)
    }

    @Test func `a trial is called one`() throws {
        server.answer("POST /admin/kick", #"{"outcome":"would-do","text":"kick mina"}"#)
        #expect(try run("kick mina --dry-run").output == "would do: kick mina\n")
        #expect(try AdminAct.decode(Array(server.lastBody.utf8)).isDryRun)
    }

    @Test(arguments: [
        (403, "not-allowed", ExitCode.notAllowed), (404, "not-found", .notFound),
        (409, "conflict", .conflict), (422, "bad-request", .failed), (422, "not-undoable", .failed),
        (422, "word-missing", .badCommand), (503, "busy", .unreachable), (503, "no-past", .unreachable),
        (500, "strange", .failed), (403, "strange", .notAllowed), (503, "strange", .unreachable),
    ])
    func `each refusal has its exit code and a line`(status: Int, code: String, exit: ExitCode) throws {
        server.answer(
            "POST /admin/undo", status: status,
            #"{"error":{"code":"\#(code)","message":"leo banned \u001b[31m\u202ehim\nat 14:02."}}"#)
        let run = try run("undo 1")
        #expect(run.exit == exit && run.output.isEmpty)
        #expect(run.complaint.hasPrefix("toile: leo banned ?[31mhim at 14:02: "), "\(run.complaint)")
        #expect(run.complaint.hasSuffix("\n") && run.complaint.count { $0 == "\n" } == 1)
    }

    @Test func `what is partly done is told apart`() throws {
        server.answer("POST /admin/kick", #"{"outcome":"partly","text":"kick mina, not zoe","audit":[7]}"#)
        let run = try run("kick mina,zoe")
        #expect(run.exit == .partly && run.output == "partly: kick mina, not zoe (audit 7)\n")
    }

    @Test func `without a server there is no server`() throws {
        let nobody = try run("reports --data /nowhere/at-all", isServerNamed: false)
        #expect(nobody.exit == .unreachable)
        #expect(nobody.complaint.contains("no server behind /nowhere/at-all/admin.sock"))
    }

    @Test(arguments: [
        ("bann x", "did you mean ban?"), ("ban", "write ban WHO"), ("clients rat>1", "did you mean rate?"),
        ("ban x --jsn", "did you mean --json?"), ("bans --json --csv", "two formats"),
    ])
    func `a mistake is bad usage, and the server never hears of it`(words: String, remedy: String) throws {
        let run = try run(words)
        #expect(run.exit == .badCommand && run.complaint.contains(remedy) && run.output.isEmpty)
        #expect(server.requests.isEmpty)
    }

    @Test func `no verb is bad usage, help is none`() throws {
        let streams = ControlStreams(
            write: { _ in true }, complain: { #expect($0.contains("toile ctl clients")) }, ask: nil,
            columnsMax: nil, wait: { _ in }, nowMillis: { 0 })
        #expect(ControlCommand.run([], on: streams) == .badCommand)
        let overview = try run("--help", isServerNamed: false)
        #expect(overview.exit == .done && overview.output.contains("Exit codes: 0 done"))
        #expect(overview.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
        #expect(try run("ban --help").output.hasPrefix("toile ctl ban: "))
        #expect(try run("help ban", isServerNamed: false).output.contains("ban WHO [TIME] [RULE]"))
    }

    @Test func `what has no way back needs its word`() throws {
        server.answer("POST /admin/remove-chat", #"{"outcome":"done","text":"removed 311"}"#)
        let refused = try run("remove-chat 311")
        #expect(refused.exit == .badCommand && refused.complaint.contains("add --yes REMOVE"))
        #expect(try run("remove-chat 311 --yes remove", typed: "REMOVE").exit == .badCommand)
        #expect(try run("remove-chat 311", typed: "remove").exit == .failed)
        #expect(server.requests.isEmpty)
        #expect(try run("remove-chat 311", typed: "REMOVE").exit == .done)
        #expect(try run("remove-chat 311 --yes REMOVE").exit == .done)
        #expect(try AdminAct.decode(Array(server.lastBody.utf8)).word == "REMOVE")
        #expect(try run("remove-chat 311 --dry-run").exit == .done)
    }

    @Test func `an undo without a number takes back one's newest act that can be`() throws {
        server.answer("GET /admin/me", #"{"user":"ana"}"#)
        server.answer(
            "GET /admin/audit?limit=200",
            #"""
            {"lines":[{"number":9,"by":"leo"},{"number":8,"by":"ana","undoOf":3},
            {"number":7,"by":"ana","noInverse":"it was read"},{"number":6,"by":"ana","undoneBy":2},
            {"number":5,"by":"ana","until":1},
            {"number":4,"by":"ana","at":3,"act":{"verb":"ban"}},
            {"number":3,"by":"ana","at":3,"act":{"verb":"ban"}},
            {"number":2,"by":"ana"}]}
            """#)
        server.answer("POST /admin/undo", #"{"outcome":"done","text":"undo"}"#)
        #expect(try run("undo").exit == .done)
        let sent = try AdminAct.decode(Array(server.lastBody.utf8))
        #expect(sent.number == 3, "of a ban with its rollback, the ban")
        server.answer("GET /admin/audit?limit=200", #"{"lines":[{"number":9,"by":"leo"}]}"#)
        #expect(try run("undo").exit == .notFound)
    }

    @Test func `all of the audit is fetched page after page`() throws {
        server.answer("GET /admin/audit?limit=1000", #"{"lines":[{"number":3},{"number":2}],"before":2}"#)
        server.answer("GET /admin/audit?limit=1000&before=2", #"{"lines":[{"number":1}]}"#)
        let csv = try run("audit --all --csv")
        #expect(csv.exit == .done && csv.output.components(separatedBy: "number,").count == 2)
        let begins = csv.output.components(separatedBy: "\r\n").map { $0.prefix(2) }
        #expect(begins == ["nu", "3,", "2,", "1,", ""])
        #expect(try run("audit --all --json").output.split(separator: "\n").count == 2)
        #expect(try !run("audit --all").output.contains("--before"))
        server.answer("GET /admin/audit?limit=1000&before=2", #"{"lines":[],"before":2}"#)
        #expect(try run("audit --all --json").exit == .failed, "a page that does not go on")
    }

    @Test func `a redo undoes one's last undo`() throws {
        server.answer("GET /admin/me", #"{"user":"ana"}"#)
        server.answer(
            "GET /admin/audit?limit=200",
            #"{"lines":[{"number":9,"by":"leo","undoOf":1},{"number":8,"by":"ana","undoOf":5}]}"#)
        server.answer("GET /admin/audit?number=5", #"{"number":5,"by":"ana","undoneBy":8}"#)
        server.answer("POST /admin/undo", #"{"outcome":"done","text":"again"}"#)
        for words in ["redo", "redo 5"] {
            #expect(try run(words).exit == .done)
            #expect(try AdminAct.decode(Array(server.lastBody.utf8)).number == 8)
        }
        server.answer("GET /admin/audit?limit=200", #"{"lines":[]}"#)
        #expect(try run("redo").exit == .notFound)
    }

    @Test func `an answer can be watched until nobody reads`() throws {
        server.answer("GET /admin/bans", #"{"bans":[{"number":1,"name":"zork"}]}"#)
        let json = try run("bans --watch 2 --json", readsMax: 3)
        #expect(json.exit == .done && json.waits == [2, 2, 2])
        #expect(json.output.split(separator: "\n").count == 3 && server.requests.count == 4)
        let csv = try run("bans --watch 5 --csv", readsMax: 2)
        #expect(csv.output.components(separatedBy: "number,").count == 2, "the names of columns come once")
        let screen = try run("bans --watch 1", columnsMax: 80, readsMax: 1)
        #expect(screen.output.hasPrefix("\u{1b}[H\u{1b}[2J"))
        #expect(try run("bans --watch 1 --once").waits.isEmpty)
    }

    @Test func `a list that comes whole is filtered here`() throws {
        server.answer(
            "GET /admin/bans",
            #"{"bans":[{"number":1,"kind":"ban","by":"ana"},{"number":2,"kind":"mute","by":"ana"}],"more":0}"#
        )
        #expect(
            try run("bans kind:mute --json").output
                == #"{"bans":[{"number":2,"kind":"mute","by":"ana"}],"more":0}"# + "\n")
        #expect(try run("bans kind:mute --plain").output.hasPrefix("2\t"))
    }

    @Test(arguments: ["", "{", "[]", "null", #"{"bans":7}"#, #"{"bans":[{"number":"x"}]}"#, "\u{1b}[31m"])
    func `an answer that makes no sense is said to be none`(body: String) throws {
        server.answer("GET /admin/bans", body)
        let run = try run("bans")
        #expect(run.exit == .failed && run.complaint.contains("makes no sense") && run.output.isEmpty)
    }

    @Test func `every question finds its words`() throws {
        let empty =
            #"{"connections":[],"people":[],"reports":[],"areas":[],"bans":[],"defence":[],"watches":[],"#
            + #""notes":[],"lines":[],"pixels":[]}"#
        let lines = CommandVerb.all.filter { !$0.isAct }.map { verb in
            ["who", "trail", "notes"].contains(verb.name) ? verb.name + " k3stral" : verb.name
        }
        for line in lines + ["who 1,2", "reports 1", "audit 1", "defence"] {
            guard case .question(let question) = try AdminCommand.parse(AdminCommand.words(of: line)).command
            else { continue }
            // These have other members of the same names.
            let isWhole = [.state, .health, .person].contains(question.subject)
            server.answer("GET " + question.target, isWhole ? "{}" : empty)
            for format in ["--table", "--plain", "--csv", "--json"] {
                let run = try run("\(line) \(format)")
                #expect(run.exit == .done, "\(line) \(format): \(run.complaint)")
            }
        }
    }
}
