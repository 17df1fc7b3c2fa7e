import Foundation
import PackagePlugin

/// Runs `EmbedWeb` over the folder `Web` before `WebAssets` is compiled.
///
/// `Sources/WebAssets/Web` is a symbolic link to that folder, so that SwiftPM, which looks for new files only
/// below the folders of targets, plans the build again (and asks here again) when a file of the client comes
/// or goes.
@main
struct EmbedWebPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Web", directoryHint: .isDirectory)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding the web client", executable: try context.tool(named: "EmbedWeb").url,
                arguments: [folder.path(percentEncoded: false), output.path(percentEncoded: false)],
                inputFiles: try inputs(below: folder), outputFiles: [output])
        ]
    }

    /// Every file, so that a change is seen, and every folder, so that a file that comes or goes is seen.
    private func inputs(below folder: URL) throws -> [URL] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        return [folder] + paths.map { folder.appending(path: $0) }
    }
}
