import Testing
import Wire

struct BackupBodyTests {
    @Test func `a status comes back as it was`() throws {
        var status = BackupStatus(state: .failed, directory: "/a \"b\"/ä")
        status.step = "copying the log"
        status.done = 7
        status.inAll = 9
        status.boards = [BackupBoard(name: "main", epoch: .max, seq: 1 << 50, digest: 3)]
        status.changeCount = 12
        status.sessionCount = 3
        status.warnings = ["one", "two"]
        status.kind = "full"
        status.error = "no room"
        status.remedy = "make some"
        #expect(try BackupStatus.decode(status.bytes) == status)
        #expect(try BackupStatus.decode(BackupStatus().bytes) == BackupStatus())
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"directory":7}"#, #"{"directory":"relative"}"#, #"{"directory":""}"#,
    ])
    func `a backup needs an absolute path`(body: String) {
        #expect(throws: RequestError.self) { try BackupRequest.decode(Array(body.utf8)) }
    }

    @Test func `a request says where`() throws {
        let request = BackupRequest(directory: "/srv/backups/today")
        #expect(try BackupRequest.decode(request.bytes) == request)
    }
}
