import Foundation
import TestKit
import Testing
import Wire

/// The admin socket of a running server, as moderators' programs use it.
struct AdminTests {
    private static let board = ["--board", "main=40x25", "--cooldown", "0"]

    private func ask(_ data: DataFolder, _ target: String) throws -> HTTPAnswer {
        try HTTPClient(path: data.path + "/admin.sock").ask("GET", target)
    }

    private func place(_ toile: ToileProcess, _ session: TestSession, x: Int, colour: Int) throws {
        let answer = try toile.ask(
            "POST", "/api/boards/main/place", fields: [("Authorization", "Bearer \(session.token)")],
            body: #"{"x":\#(x),"y":3,"colour":\#(colour)}"#)
        #expect(answer.status == 200)
    }

    @Test func `trails and pixels are told from the log, with what stands and what was drawn over`() throws {
        let data = try DataFolder()
        let toile = try ToileProcess(Self.board, data: data.path)
        let (ada, grace) = (try toile.session("Ada"), try toile.session("Grace"))
        for x in 0..<5 { try place(toile, ada, x: x, colour: 4) }
        try place(toile, ada, x: 0, colour: 6)
        try place(toile, grace, x: 1, colour: 7)
        var trail = Trail()
        // The past is put in order a moment after the log.
        while trail.pixels.count < 5 {
            trail = try Trail.decode(ask(data, "/admin/trail?who=Ada&windowMs=0").body)
        }
        #expect(trail.live == 4 && trail.over == 1 && trail.id == ada.id && !trail.isCut)
        #expect(
            trail.pixels.first?.x == 0 && trail.pixels.first?.colour == 6
                && trail.pixels.first?.isLive ?? false)
        #expect(trail.pixels.filter { !$0.isLive }.map(\.x) == [1])
        let cut = try Trail.decode(ask(data, "/admin/trail?who=\(ada.id)&limit=2").body)
        #expect(cut.isCut && cut.pixels.count == 2 && cut.windowMillis == 3_600_000)
        #expect(try ask(data, "/admin/trail?who=nobody").status == 404)
        var pixel = PixelHere()
        while pixel.beforeName == nil {
            pixel = try PixelHere.decode(ask(data, "/admin/pixel?x=1&y=3").body)
        }
        #expect(pixel.author?.name == "Grace" && pixel.beforeName == "Ada" && pixel.beforeColour == 4)
    }

    @Test func `who runs the server is an admin, and the numbers are those of the disk`() throws {
        let data = try DataFolder()
        let toile = try ToileProcess(Self.board + ["--metrics", "on"], data: data.path)
        #expect(try StaffPresence.decode(ask(data, "/admin/me").body).role == .admin)
        try place(toile, toile.session("Ada"), x: 1, colour: 5)
        let health = try HealthNumbers.decode(ask(data, "/admin/health").body)
        #expect(health.storage == "ready" && health.freeBytes > 0 && health.syncSlowMicros > 0)
        #expect(health.results == [Counted(name: "placed", count: 1)] && health.backupMillis == nil)
        let metrics = try toile.ask("GET", "/metrics")
        #expect(
            metrics.status == 200 && metrics.text.contains("toile_placements_total{result=\"placed\"} 1\n"))
        #expect(!metrics.text.contains("toile_journal_fsync_seconds_count 0\n"))
        #expect(try toile.ask("GET", "/admin/health").status == 404)
    }

    @Test func `a list may take the operator's rights, and the file names staff as well`() throws {
        let data = try DataFolder()
        let configuration = data.path + "-staff.conf"
        defer { try? FileManager.default.removeItem(atPath: configuration) }
        let text = "readers = \(NSUserName()),@54321\nmoderators = 54322\n"
        try Data(text.utf8).write(to: URL(filePath: configuration))
        let toile = try ToileProcess(Self.board + ["--config", configuration], data: data.path)
        let me = try StaffPresence.decode(ask(data, "/admin/me").body)
        #expect(me.role == .reader && me.user == NSUserName())
        #expect(try ask(data, "/admin/backup").status == 403)
        withExtendedLifetime(toile) {}
    }

    @Test func `a group is let in through the folder, and a group that is not there is a mistake`() throws {
        let data = try DataFolder()
        try FileManager.default.createDirectory(atPath: data.path, withIntermediateDirectories: true)
        let group = try #require(
            try FileManager.default.attributesOfItem(atPath: data.path)[.groupOwnerAccountName] as? String)
        let toile = try ToileProcess(Self.board + ["--admin-group", group], data: data.path)
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(data.path + "/admin.sock") == 0o660 && mode(data.path) == 0o710)
        #expect(try mode(data.path + "/log.db") == 0o600)
        toile.end(with: SIGTERM)
        let refused = try ToileProcess.run([
            "serve", "--data", data.path, "--listen", "127.0.0.1:0", "--admin-group", "no-such-group",
        ])
        #expect(refused.code == 78 && refused.standardError.contains("no-such-group"))
        let byNumber = try FileManager.default.attributesOfItem(atPath: data.path)[.groupOwnerAccountID]
        let number = try #require(byNumber as? Int)
        let again = try ToileProcess(Self.board + ["--admin-group", String(number)], data: data.path)
        #expect(try mode(data.path + "/admin.sock") == 0o660)
        again.end(with: SIGTERM)
    }

    @Test(arguments: ["--readers", "--moderators", "--admins"])
    func `a name that the system does not know is refused before anything is served`(option: String) throws {
        let data = try DataFolder()
        let refused = try ToileProcess.run([
            "serve", "--data", data.path, "--listen", "127.0.0.1:0", option, "root,@no-such-group",
        ])
        #expect(refused.code == 78 && refused.standardError.contains("@no-such-group"))
        #expect(refused.standardError.contains("getent"))
        #expect(!FileManager.default.fileExists(atPath: data.path + "/log.db"))
    }
}
