import Foundation
import TestKit
import Testing
import Wire

@testable import Service

extension RunningServer {
    /// Somebody of the staff does something.
    func act(
        _ verb: AdminVerb, as name: String = "ana", _ fill: (inout AdminAct) -> Void = { _ in }
    ) throws -> HTTPAnswer {
        var act = AdminAct(verb)
        fill(&act)
        return try staff(
            "POST", "/admin/\(verb.rawValue)", as: name, body: String(decoding: act.bytes, as: UTF8.self))
    }

    /// The same where it has to be done.
    @discardableResult
    func done(
        _ verb: AdminVerb, as name: String = "ana", _ fill: (inout AdminAct) -> Void = { _ in }
    ) throws -> ActAnswer {
        let answer = try act(verb, as: name, fill)
        try #require(answer.status == 200, "\(verb): \(answer.text)")
        return try ActAnswer.decode(answer.body)
    }

    /// Takes back what an act did; the answer is the line that says so.
    @discardableResult
    func undo(_ answer: ActAnswer, as name: String = "ana") throws -> AuditEntry {
        let undone = try done(.undo, as: name) { $0.number = answer.audit.first }
        let line = try self.line(#require(answer.audit.first))
        #expect(line.undoneBy == undone.audit.first && line.undoneByName == name)
        return try self.line(#require(undone.audit.first))
    }

    /// A line of the audit.
    func line(_ number: UInt64) throws -> AuditEntry {
        try AuditEntry.decode(staff("GET", "/admin/audit?number=\(number)").body)
    }

    /// A list of that name.
    func list(_ name: String) throws -> [JSONValue] {
        try #require(try staff("GET", "/admin/\(name)").json?[name]?.elements)
    }

    /// Reports who placed a pixel.
    func report(_ session: TestSession?, x: Int, y: Int, rule: String = "hate") throws -> HTTPAnswer {
        let fields = session.map { [("Authorization", "Bearer \($0.token)")] } ?? []
        return try ask(
            "POST", "/api/boards/main/report", fields: fields,
            body: "{\"x\":\(x),\"y\":\(y),\"rule\":\"\(rule)\"}")
    }

    /// What the board shows, as everybody can fetch it.
    func colours() throws -> [UInt8] {
        try ask("GET", "/api/boards/main/pixels").body
    }

    /// A placement over HTTP, from an address behind a trusted proxy.
    func place(
        _ session: TestSession, x: Int, y: Int, colour: Int, from address: String? = nil
    ) throws -> HTTPAnswer {
        var fields = [("Authorization", "Bearer \(session.token)")]
        if let address { fields.append(("X-Forwarded-For", address)) }
        return try ask(
            "POST", "/api/boards/main/place", fields: fields,
            body: "{\"x\":\(x),\"y\":\(y),\"colour\":\(colour)}")
    }

    /// A connection of a session.
    func connect(_ session: TestSession, path: String = "/ws", from address: String? = nil) throws
        -> WebSocketClient
    {
        let fields = address.map { [("X-Forwarded-For", $0)] } ?? []
        return try WebSocketClient(port: port, path: path, token: session.token, fields: fields)
    }

    func session(_ name: String? = nil) throws -> TestSession {
        try TestSession(port: port, name: name)
    }
}

extension JSONValue {
    /// What `you` of a hello says.
    var restriction: JSONValue? { self["you"]?["restriction"] }
}
