import Service

// Who runs the board besides the one who runs the server.

extension ServeCommand {
    static var staffOptions: [Option<Settings>] {
        [
            staff(
                "--readers", "look through the admin socket, and change nothing", standard: "nobody",
                \.readers),
            staff(
                "--moderators", "act there, and undo what they did themselves", standard: "nobody",
                \.moderators),
            staff(
                "--admins", "see addresses and undo everything, too", standard: "root and the server's user",
                \.admins),
            Option(
                "--admin-group", "GROUP", "a group, by name or number, that the admin socket is open to",
                standard: "nobody but the server's user", bounds: "they still have to be listed above"
            ) { (settings, word) throws(Failure) in
                guard !word.hasPrefix("@"), let group = StaffName("@" + word) else {
                    throw Failure(
                        .usage, "--admin-group \(word) is not possible",
                        "write the name or the number of a group, without @")
                }
                settings.serve.staff.socketGroup = group
            },
            Option(
                "--staff-name", "NAME", "a name that nobody may give himself, repeatable",
                standard: "admin, ...", forget: Settings.forgetStaffNames
            ) { settings, word in
                settings.serve.staffNames.append(word)
            },
            Option(
                "--metrics", "on|off", "tell /metrics to anybody, not on the admin socket alone",
                standard: "off", bounds: "`on` or `off`"
            ) { (settings, word) throws(Failure) in
                settings.serve.hasPublicMetrics = try Switch.read(word, of: "--metrics")
            },
        ]
    }

    private static func staff(
        _ name: String, _ text: String, standard: String,
        _ list: WritableKeyPath<StaffRoles, [StaffName]>
    ) -> Option<Settings> {
        let forget: (inout Settings) -> Void = { $0.serve.staff[keyPath: list] = [] }
        return Option(
            name, "NAME,…", text, standard: standard,
            bounds: "system users and `@groups`, by name or number; repeatable",
            forget: forget
        ) { (settings, word) throws(Failure) in
            for part in word.split(separator: ",", omittingEmptySubsequences: false) {
                guard let member = StaffName(part.drop { $0 == " " }) else {
                    throw Failure(
                        .usage, "\(name) \(word) is not possible",
                        "write system users and groups, by name or number, like ana,1001,@moderators")
                }
                settings.serve.staff[keyPath: list].append(member)
            }
        }
    }
}
