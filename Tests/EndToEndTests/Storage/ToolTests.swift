import Foundation
import TestKit
import Testing
import Wire

/// The operator's commands, with a server running and without.
struct ToolTests {
    private static let board = ["--board", "main=40x25"]

    /// Runs a command on a data directory.
    private func toile(_ command: String, _ data: DataFolder, _ words: String...) throws
        -> ToileProcess.Ending
    {
        try ToileProcess.run([command, "--data", data.path] + words)
    }

    /// Places so many pixels, all of them acknowledged, and answers the state that the board is in then.
    @discardableResult
    private func draw(_ count: Int, on server: ToileProcess, seed: UInt64 = 1) throws -> HTTPAnswer {
        let player = try server.player()
        var random = SeededRandom(seed: seed)
        for tag in 0..<count {
            try player.place(
                x: .random(in: 0..<40, using: &random), y: .random(in: 0..<25, using: &random),
                colour: .random(in: 0..<32, using: &random), tag: tag)
        }
        for _ in 0..<count { _ = try player.nextResult() }
        return try server.ask("GET", "/api/boards/main/pixels")
    }

    @Test func `a backup of a running server is whole and leads to a new epoch`() throws {
        let data = try DataFolder()
        let spare = try DataFolder()
        let server = try ToileProcess(Self.board, data: data.path)
        let session = try server.session("Ada")
        let before = try draw(200, on: server)
        let made = try toile("backup", data, spare.path + "-backup")
        defer { try? FileManager.default.removeItem(atPath: spare.path + "-backup") }
        #expect(made.code == 0, "\(made.standardError)")
        #expect(made.standardOutput.contains(try #require(before["toile-state"])))
        #expect(made.standardOutput.contains(try #require(before["toile-digest"])))
        // It is nobody's data, and no place for another backup.
        let again = try toile("backup", data, spare.path + "-backup")
        #expect(again.code == 78 && again.standardError.contains("not empty"))
        #expect(
            try ToileProcess.run(["serve", "--data", spare.path + "-backup", "--listen", "127.0.0.1:0"]).code
                == 78)
        // What is drawn later is taken back, so the board goes on under another name.
        let later = try draw(50, on: server, seed: 2)
        #expect(try toile("restore", data, spare.path + "-backup").code == 75)
        server.end(with: SIGTERM)
        let restored = try toile("restore", data, spare.path + "-backup")
        #expect(restored.code == 0 && restored.standardOutput.contains("before-restore-"))

        let second = try ToileProcess(data: data.path)
        let pixels = try second.ask("GET", "/api/boards/main/pixels")
        #expect(pixels.body == before.body && pixels["toile-digest"] == before["toile-digest"])
        #expect(pixels["toile-state"]?.hasSuffix(".0") == true)
        for state in [before["toile-state"], later["toile-state"]] {
            let viewer = try second.viewer(path: "/ws?since=\(try #require(state))")
            #expect(try viewer.nextText("hello")["you"]?["role"]?.string == "spectator")
            guard case .board(let part) = try viewer.nextMessage() else {
                Issue.record("an old state was taken for a new one")
                continue
            }
            #expect(part.seq == 0)
        }
        let known = try second.ask(
            "POST", "/api/session", fields: [("Authorization", "Bearer \(session.token)")])
        #expect(known.json?["id"]?.string == session.id)
    }

    @Test func `a backup under a storm holds everything that was acknowledged before it`() throws {
        let data = try DataFolder()
        let server = try ToileProcess(Self.board, data: data.path)
        let painters = try (0..<3).map { _ in try server.player() }
        let acknowledged = Counter()
        let threads = painters.enumerated().map { index, painter in
            nonisolated(unsafe) let painter = painter
            return Thread {
                var random = SeededRandom(seed: UInt64(index))
                while !acknowledged.isStopped {
                    for _ in 0..<20 {
                        try? painter.place(
                            x: .random(in: 0..<40, using: &random), y: .random(in: 0..<25, using: &random),
                            colour: .random(in: 0..<32, using: &random))
                    }
                    for _ in 0..<20 {
                        guard let result = try? painter.nextResult() else { return acknowledged.leave() }
                        if result.status == 0 { acknowledged.see(result.seq) }
                    }
                }
                acknowledged.leave()
            }
        }
        for thread in threads { thread.start() }
        for round in 0..<3 {
            let backup = try DataFolder()
            let seen = acknowledged.newest
            let made = try toile("backup", data, backup.path)
            #expect(made.code == 0, "\(made.standardError)")
            let target = try DataFolder()
            #expect(try toile("restore", target, backup.path).code == 0)
            let state = made.standardOutput.split(separator: " ").first { $0.contains(".") }
            let seq = state?.split(separator: ".").last.flatMap { UInt64($0.filter(\.isNumber)) }
            #expect(try #require(seq) >= seen, "round \(round)")
            #expect(try toile("doctor", target).code == 0)
        }
        acknowledged.stop()
        while acknowledged.leftCount < threads.count { usleep(1000) }
    }

    @Test func `pictures and lines are the same with a server and without`() throws {
        let data = try DataFolder()
        let folder = try DataFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let server = try ToileProcess(Self.board, data: data.path)
        let pixels = try draw(120, on: server)
        let state = try #require(pixels["toile-state"])
        func all() throws -> [[UInt8]] {
            var answers: [[UInt8]] = []
            #expect(try toile("snapshot", data, "--scale", "3", folder.path + "/now.png").code == 0)
            #expect(try toile("snapshot", data, "--at", state, folder.path + "/at.png").code == 0)
            let lapse = try toile("timelapse", data, "--every", "1s", folder.path + "/lapse.apng")
            #expect(lapse.code == 0, "\(lapse.standardError)")
            for name in ["now.png", "at.png", "lapse.apng"] {
                answers.append(Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)"))))
            }
            let lines = try toile("export", data)
            #expect(lines.code == 0)
            answers.append(Array(lines.standardOutput.utf8))
            return answers
        }
        let online = try all()
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: data.path)
                .allSatisfy { !$0.hasPrefix("temporary") })
        server.end(with: SIGTERM)
        let offline = try all()
        #expect(online[0] == offline[0] && online[1] == offline[1])
        #expect(try PNGPicture(file: offline[1]).pixels == pixels.body)
        for lapse in [online[2], offline[2]] {
            #expect(try PNGAnimation(file: lapse).frames.last?.pixels == pixels.body)
        }
        // A player has another name in each export, and the same one throughout.
        func rows(_ bytes: [UInt8]) -> [[Substring]] {
            String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: ",") }
        }
        let (first, second) = (rows(online[3]), rows(offline[3]))
        let others = [first, second].map { $0.map { $0.prefix(6) + $0.suffix(1) } }
        #expect(others[0] == others[1] && first.count > 100)
        #expect(Set(first.dropFirst().map { $0[6] }).count == 1 && first[1][6] != second[1][6])
        var board = [UInt8](repeating: 0, count: 40 * 25)
        for row in first.dropFirst() {
            board[(Int(row[4]) ?? 0) * 40 + (Int(row[3]) ?? 0)] = UInt8(row[5]) ?? 0
        }
        #expect(board == pixels.body)
    }

    @Test func `frames are numbered, and json is json`() throws {
        let data = try DataFolder()
        let server = try ToileProcess(Self.board, data: data.path)
        try draw(10, on: server)
        server.end(with: SIGKILL)
        let folder = try DataFolder()
        let lapse = try toile(
            "timelapse", data, "--every", "1h", "--crop", "5,5,10,8", "--scale", "2", folder.path + "/")
        #expect(lapse.code == 0, "\(lapse.standardError)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.first == "frame-000001.png" && names.count == 2)
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(names[1])")))
        let picture = try PNGPicture(file: bytes)
        #expect(picture.width == 20 && picture.height == 16)
        let lines = try toile("export", data, "--format", "ndjson", "--since", "2020-01-01T00:00:00Z")
        for line in lines.standardOutput.split(separator: "\n") {
            let value = try JSONValue.parse(Array(line.utf8))
            #expect(value["seq"]?.integer ?? 0 > 0 && value["player"]?.string?.count == 16)
        }
        #expect(try toile("export", data, "--until", "2020-01-01T00:00:00Z").standardOutput.count < 50)
    }

    @Test func `damage stops the server, and the doctor lets it run again`() throws {
        let data = try DataFolder()
        let first = try ToileProcess(Self.board, data: data.path)
        let before = try draw(80, on: first)
        first.end(with: SIGTERM)
        #expect(try toile("doctor", data).code == 0)
        let log = URL(filePath: data.path + "/log.db")
        var bytes = try Data(contentsOf: log)
        // A name may stand at the very end of the file: then there is nothing behind it to damage.
        let within = bytes.startIndex..<(bytes.endIndex - 20)
        let mark = try #require(bytes.range(of: Data("main".utf8), options: .backwards, in: within))
        for index in mark.upperBound..<mark.upperBound + 20 { bytes[index] ^= 0x11 }
        try bytes.write(to: log)
        let refused = try ToileProcess.run(["serve", "--data", data.path, "--listen", "127.0.0.1:0"])
        #expect(refused.code == 78 && refused.standardError.contains("toile doctor --repair"))
        let found = try toile("doctor", data)
        #expect(found.code == 78 && found.standardOutput.contains(log.path))
        #expect(found.standardError.contains("--repair"))
        let repaired = try toile("doctor", data, "--repair")
        #expect(repaired.code == 0 && repaired.standardOutput.contains("repaired: "))
        #expect(repaired.standardOutput.contains("before-repair-"))
        #expect(try toile("doctor", data).code == 0)
        let second = try ToileProcess(data: data.path)
        let after = try second.ask("GET", "/api/boards/main/pixels")
        #expect(after.body.count == before.body.count)
        #expect(
            after["toile-state"]?.split(separator: ".").first
                != before["toile-state"]?.split(separator: ".").first)
    }

    @Test func `the admin socket is the operator's alone, and routes of its own are nowhere else`() throws {
        let data = try DataFolder()
        let server = try ToileProcess(Self.board, data: data.path)
        let path = data.path + "/admin.sock"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try server.ask("GET", "/admin/backup").status == 404)
        #expect(try server.ask("POST", "/admin/backup", body: "{}").status == 404)
        // A socket that a killed server left is no obstacle; anything else there is.
        server.end(with: SIGKILL)
        #expect(FileManager.default.fileExists(atPath: path))
        let second = try ToileProcess(data: data.path)
        #expect(try toile("snapshot", data, "-").code == 0)
        second.end(with: SIGTERM)
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data().write(to: URL(filePath: path))
        let refused = try ToileProcess.run(["serve", "--data", data.path, "--listen", "127.0.0.1:0"])
        #expect(refused.code == 78 && refused.standardError.contains("admin.sock"))
    }

    @Test(arguments: [
        ["backup"], ["backup", "a", "b"], ["backup", "--repair", "a"], ["restore"], ["doctor", "--data"],
        ["doctor", "extra"],
        ["export", "--since", "yesterday"], ["export", "--format", "xml"], ["export", "--board", "No"],
        ["snapshot"], ["snapshot", "--scale", "17", "a"], ["snapshot", "--at", "noon", "a"],
        ["timelapse"], ["timelapse", "--every", "0s", "a"], ["timelapse", "--every", "1", "a"],
        ["timelapse", "--crop", "1,2,3", "a"], ["timelapse", "--from", "1.2", "a"],
    ])
    func `bad usage ends with 64`(arguments: [String]) throws {
        let ending = try ToileProcess.run(arguments)
        #expect(ending.code == 64 && ending.standardError.hasPrefix("toile: "), "\(ending.standardError)")
    }

    @Test(arguments: ["backup", "restore", "doctor", "export", "snapshot", "timelapse"])
    func `each command has help, and needs data`(command: String) throws {
        let help = try ToileProcess.run([command, "--help"])
        #expect(help.code == 0 && help.standardOutput.hasPrefix("toile \(command): "))
        let data = try DataFolder()
        let things = command == "doctor" || command == "export" ? [] : [data.path + "-thing"]
        let ending = try ToileProcess.run([command, "--data", data.path] + things)
        #expect(ending.code == 78 && !FileManager.default.fileExists(atPath: data.path + "-thing"))
    }
}

/// What the painters of a storm have been told.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var seq: UInt64 = 0
    private var hasStopped = false
    private var left = 0

    var newest: UInt64 { lock.withLock { seq } }
    var isStopped: Bool { lock.withLock { hasStopped } }
    var leftCount: Int { lock.withLock { left } }
    func see(_ seq: UInt64) { lock.withLock { self.seq = max(self.seq, seq) } }
    func stop() { lock.withLock { hasStopped = true } }
    func leave() { lock.withLock { left += 1 } }
}
