/// What the commands that work on stored data say of themselves.
enum ToolHelp {
    private static let exitCodes = """
        Exit codes: 0 done, 64 bad usage, 74 reading or writing failed, 75 the data is in use,
        78 the data or a folder cannot be used as it is.
        """

    static let backup = """
        toile backup: makes a backup of everything, also while the server is running, and proves it

          toile backup /backups/monday                     of the data in ./toile-data
          toile backup /backups/monday --data /srv/toile

        Options
        \(Option.help(BackupCommand.options))

        The folder has to be new or empty: each backup gets one of its own. A running server writes it, so it
        must be able to. Everything that anybody was told before the backup began is in it. It is read back
        and proved, record by record, before it is called done; one that was interrupted is none.

        \(exitCodes)

        """

    static let restore = """
        toile restore: goes back to a backup

          toile restore /backups/monday                    into ./toile-data
          toile restore /backups/monday --data /srv/toile

        Options
        \(Option.help(RestoreCommand.options))

        No server may be using the data. The backup is copied and proved first. Every board then begins a new
        epoch with the picture it had, so that nobody who saw what came later is shown something else under
        the same name; people keep their sessions. Data that is there already is put into a folder beside, and
        you are told which.

        \(exitCodes)

        """

    static let doctor = """
        toile doctor: looks at everything that is stored, and repairs what can be

          toile doctor                                     says what is wrong, and where
          toile doctor --repair                            and repairs it

        Options
        \(Option.help(DoctorCommand.options))

        No server may be using the data. Everything is read: the pages of the log, each record with its
        checksum, that each change follows the one before and leads to the board that the snapshots show.
        A repair keeps everything as it was in a folder beside, and says what is lost. A board whose changes
        are not all there goes on in a new epoch with the newest picture that can be proved.

        Exit code 78 says that something is damaged. The others: 0 all in order or repaired, 64 bad usage,
        74 reading or writing failed, 75 the data is in use.

        """

    static let export = """
        toile export: every placement of a board, in lines

          toile export                                     all of them, to standard output
          toile export --since 2026-07-14T00:00:00Z --format ndjson july.ndjson

        Options
        \(Option.help(ExportCommand.options))

        The columns are epoch, seq, time (UTC), x, y, colour (its number in the palette) and player. A player
        is a hash that is the same throughout one export and another in the next: it tells who placed several,
        and nobody who that is. With a running server it reads a backup made for the purpose, and removes it.

        \(exitCodes)

        """

    static let snapshot = """
        toile snapshot: a picture of a board

          toile snapshot board.png                         as it is now
          toile snapshot --at 2026-07-14T20:00:00Z --scale 4 evening.png

        Options
        \(Option.help(SnapshotCommand.options))

        A running server draws it; otherwise it is drawn from the data. FILE may be - for standard output.

        \(exitCodes)

        """

    static let timelapse = """
        toile timelapse: what happened on a board, as an animated PNG or as pictures

          toile timelapse --every 10m summer.apng
          toile timelapse --every 1m --from 2026-07-14T18:00:00Z --to 2026-07-14T23:00:00Z evening.apng
          toile timelapse --every 30s frames/              numbered pictures, for programs that make films

        Options
        \(Option.help(TimelapseCommand.options))

        With a running server it reads a backup made for the purpose, and removes it.

        \(exitCodes)

        """
}
