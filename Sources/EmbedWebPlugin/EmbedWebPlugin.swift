import Foundation
import PackagePlugin

/// Runs `EmbedWeb` before `WebAssets` is compiled: over the folder `Web`, and over the icons, which are the
/// client's `images`.
///
/// `Sources/WebAssets/Web` and `Icons` are symbolic links to those folders, so that SwiftPM, which looks for
/// new files only below the folders of targets, plans the build again (and asks here again) when a file comes
/// or goes.
@main
struct EmbedWebPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let package = context.package.directoryURL
        let folder = package.appending(path: "Web", directoryHint: .isDirectory)
        let icons = package.appending(path: "Assets/Icons", directoryHint: .isDirectory)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding the web client", executable: try context.tool(named: "EmbedWeb").url,
                arguments: [
                    output.path(percentEncoded: false), folder.path(percentEncoded: false), "",
                    icons.path(percentEncoded: false), "images/",
                ],
                inputFiles: try inputs(below: folder) + inputs(below: icons), outputFiles: [output])
        ]
    }

    /// Every file, so that a change is seen, and every folder, so that a file that comes or goes is seen.
    private func inputs(below folder: URL) throws -> [URL] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        return [folder] + paths.map { folder.appending(path: $0) }
    }
}
