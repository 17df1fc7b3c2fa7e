import Ledger
import Picture
import Reactor
import Session
import Wire

/// `toile snapshot`: a picture of a board, now or at a moment of its past.
enum SnapshotCommand {
    static var options: [Option<ToolSettings>] {
        [
            ToolSettings.data, ToolSettings.board,
            Option<ToolSettings>("--at", "MOMENT", "as it was: a time, or a state like 123456.789 (now)") {
                (settings, word) throws(Failure) in
                settings.moment = try ToolSettings.moment(word, of: "--at")
                settings.momentText = word
            },
            ToolSettings.scale, ToolSettings.help,
        ]
    }

    static func run(_ words: [String]) throws(Failure) {
        let words = Words(words, options)
        var settings = ToolSettings()
        try Option.parse(words.options, options, command: "snapshot", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.snapshot) }
        let path = try words.only("file", of: "snapshot")
        let picture: [UInt8]
        if let server = try AdminClient(data: settings.dataDirectory) {
            picture = try ask(server, settings)
        } else {
            picture = try draw(settings)
        }
        let file = try OutputFile(path == "-" ? nil : path)
        file.write(picture)
        try file.finish()
    }

    private static func ask(_ server: AdminClient, _ settings: ToolSettings) throws(Failure) -> [UInt8] {
        var target = "/api/boards/\(settings.board)/snapshot.png?scale=\(settings.scale)"
        // A plus would arrive as a space, and a space would end the target.
        if let text = settings.momentText {
            target += "&at=" + text.map { $0 == "+" || $0 == " " ? "%2B" : String($0) }.joined()
        }
        let answer = try server.ask("GET", target)
        guard answer.status == 200 else {
            throw Failure(
                .usage, "the server has no such picture: \(answer.message)", "check --board and --at")
        }
        return answer.body
    }

    private static func draw(_ settings: ToolSettings) throws(Failure) -> [UInt8] {
        let progress = ProgressDisplay()
        let data = try StoredData(settings.dataDirectory, progress)
        let board = try data.board(settings.board)
        let wanted = try moment(settings.moment, of: board)
        let state = try StoredData.opening { () throws(StorageError) in
            try data.archive.state(of: board, at: wanted) {
                progress.show($0)
                return true
            }
        }
        progress.end()
        guard let state else {
            throw Failure(
                .usage, "the board was never in that state",
                "give a moment between its beginning and its last change")
        }
        let picture = BoardPicture(board, crop: nil, scale: settings.scale)
        return try picture.encode(state.colours)
    }

    private static func moment(
        _ moment: Moment?, of board: LedgerBoard
    ) throws(Failure) -> ArchiveMoment {
        switch moment {
        case nil: return .now
        case .time(let millis):
            guard millis <= WallClock.nowMillis() else {
                throw Failure(.usage, "that moment is still to come", "give an earlier one with --at")
            }
            return .time(millis)
        case .state(let state):
            guard state.epoch == board.epoch else {
                throw Failure(
                    .usage, "the epoch of \(board.name) is \(board.epoch) now",
                    "give a state of that epoch, or a time")
            }
            return .seq(state.seq)
        }
    }
}
