import Canvas
import TestKit
import Wire

/// One request and its answer, on a connection of its own.
final class Errand {
    /// What is asked for, and whatever is needed to judge the answer.
    enum Purpose {
        case session
        case pixels
        case changes(copy: Replica?)
        case place(Visitor.Attempt)
        case undo(Visitor.Attempt)
    }

    let visitor: Visitor
    let purpose: Purpose
    let link: Link
    private var received: [UInt8] = []

    init(_ purpose: Purpose, of visitor: Visitor, _ link: Link, waitSeconds: Int? = nil) {
        self.purpose = purpose
        self.visitor = visitor
        self.link = link
        let board = visitor.board.text
        switch purpose {
        case .session: ask("POST", "/api/session")
        case .pixels: ask("GET", "/api/boards/\(board)/pixels")
        case .changes(let copy):
            let since = copy?.seq.map { "since=\(StateName(epoch: visitor.epoch, seq: $0))" }
            let wait = waitSeconds.map { "wait=\($0)" }
            ask(
                "GET",
                "/api/boards/\(board)/changes?" + [since, wait].compactMap { $0 }.joined(separator: "&"))
        case .place(let attempt):
            ask(
                "POST", "/api/boards/\(board)/place",
                body: "{\"x\":\(attempt.x),\"y\":\(attempt.y),\"colour\":\(attempt.colour ?? 0)}")
        case .undo(let attempt):
            ask("POST", "/api/boards/\(board)/undo", body: "{\"x\":\(attempt.x),\"y\":\(attempt.y)}")
        }
    }

    private func ask(_ method: String, _ target: String, body: String = "") {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: toile\r\nConnection: close\r\n"
        if let token = visitor.token { text += "Authorization: Bearer \(token)\r\n" }
        if method == "POST" { text += "Content-Length: \(body.utf8.count)\r\n" }
        link.send(Array((text + "\r\n" + body).utf8))
    }

    /// The answer once all of it has come; nil before, and also if it never comes.
    func answer() throws -> HTTPAnswer? {
        received += link.receive(atMost: 1 << 16)
        return try HTTPAnswer(whole: received)
    }
}

extension HTTPAnswer {
    /// The answer that these bytes begin with; nil if they are not all of it.
    fileprivate init?(whole bytes: [UInt8]) throws {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Violation("no HTTP: \(lines)")
        }
        let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
        }
        let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
        guard bytes.count - end - mark.count >= length else { return nil }
        self.init(status: status, fields: fields, body: Array(bytes[(end + mark.count)...].prefix(length)))
    }
}
