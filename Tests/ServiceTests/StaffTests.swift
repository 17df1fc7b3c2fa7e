import Foundation
import Reactor
import Service
import TestKit
import Testing
import Wire

@testable import Service

/// Who comes through the admin socket, and what they may do.
struct StaffTests {
    @Test(arguments: [
        ("ana", [], StaffRole.admin), ("mara", [], .moderator), ("rita", [], .reader),
        ("nils", ["crew"], .moderator), ("rita", ["crew"], .moderator),
    ])
    func `each role is told who it is`(name: String, groups: [String], role: StaffRole) throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            let me = try server.staff("GET", "/admin/me", as: name, groups: groups)
            #expect(me.status == 200)
            #expect(try StaffPresence.decode(me.body).user == name)
            #expect(try StaffPresence.decode(me.body).role == role)
        }
    }

    @Test func `whoever is in no list is refused in words, whatever they ask for`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            for target in ["/admin/me", "/admin/backup", "/metrics", "/healthz", "/"] {
                let answer = try server.staff("GET", target, as: "eve", groups: ["users"])
                #expect(answer.status == 403 && answer.errorCode == "not-allowed", "\(target)")
                #expect(answer.text.contains("--moderators"))
            }
        }
    }

    @Test func `over TCP there is nothing below admin, and no metrics unless they are wanted`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            for word in AdminQuestion.Subject.allCases.map(\.rawValue) + AdminVerb.allCases.map(\.rawValue)
                + ["ws"]
            {
                for method in ["GET", "POST"] {
                    let answer = try server.ask(method, "/admin/\(word)")
                    #expect(answer.status == 404 && answer.errorCode == "not-found", "\(method) \(word)")
                }
            }
            #expect(try server.ask("GET", "/metrics").status == 404)
            #expect(try server.staff("GET", "/metrics", as: "rita").status == 200)
        }
        try withServer(RunningServer { $0.hasPublicMetrics = true }) { server throws in
            #expect(try server.ask("GET", "/metrics").status == 200)
        }
    }

    @Test func `what the desk does not know is refused as what it is`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server throws in
            #expect(try server.staff("GET", "/admin/nothing").status == 404)
            #expect(try server.staff("GET", "/admin/ban").status == 405)
            #expect(try server.staff("POST", "/admin/people", body: "{}").status == 405)
            #expect(try server.staff("POST", "/admin/ban", body: "{").status == 400)
            let long = String(repeating: " ", count: 70_000)
            #expect(try server.staff("POST", "/admin/ban", body: long).status == 413)
        }
    }

    @Test func `the operator is an admin unless a list says otherwise`() {
        var roles = StaffRoles()
        let operatorUser = SystemUser(number: 0, name: "root", groups: ["root"])
        #expect(roles.role(of: operatorUser, isOperator: true) == .admin)
        #expect(roles.role(of: operatorUser, isOperator: false) == nil)
        roles.readers = [.user("root")]
        #expect(roles.role(of: operatorUser, isOperator: true) == .reader)
        roles.moderators = [.group("root")]
        #expect(roles.role(of: operatorUser, isOperator: true) == .moderator)
    }

    @Test func `users and groups are known by their numbers as by their names`() throws {
        var roles = StaffRoles()
        roles.readers = [.userNumber(4000)]
        roles.moderators = [.groupNumber(77)]
        let nameless = SystemUser(number: 4000, name: "4000", groups: [])
        #expect(roles.role(of: nameless, isOperator: false) == .reader)
        let member = SystemUser(number: 5, name: "eve", groups: [], groupNumbers: [12, 77])
        #expect(roles.role(of: member, isOperator: false) == .moderator)
        // The number of a user is none of a group, and a name of digits is nobody's.
        let other = SystemUser(number: 77, name: "77", groups: ["4000"], groupNumbers: [4000])
        #expect(roles.role(of: other, isOperator: false) == nil)
        let own = SystemUser.find(SystemUser.ownNumber)
        roles.moderators = own.groupNumbers.map { .groupNumber($0) }
        #expect(own.groupNumbers.isEmpty || roles.role(of: own, isOperator: false) == .moderator)
    }

    @Test func `the system is asked for names, and for numbers it is not`() {
        var roles = StaffRoles()
        roles.admins = [.user("root"), .userNumber(4_000_000_000)]
        roles.readers = [.groupNumber(4_000_000_000)]
        #expect(roles.firstUnknown == nil)
        roles.readers.append(.group("no-such-group"))
        #expect(roles.firstUnknown == .group("no-such-group"))
        roles.socketGroup = .group("no-such-door")
        #expect(roles.firstUnknown == roles.socketGroup)
    }

    @Test(arguments: [
        ("ana", StaffName.user("ana")), ("@crew", .group("crew")), ("a.b-c_1", .user("a.b-c_1")),
        ("1001", .userNumber(1001)), ("@0", .groupNumber(0)), ("1001a", .user("1001a")),
    ])
    func `names are read as they are written`(word: String, name: StaffName) {
        #expect(StaffName(word) == name && name.description == word)
    }

    @Test(arguments: [
        "", "@", "a b", "-a", "a\u{202e}b", "é", "a,b", "4294967295", "@99999999999",
        String(repeating: "a", count: 65),
    ])
    func `what no system takes for a name is none`(word: String) {
        #expect(StaffName(word) == nil)
    }
}
