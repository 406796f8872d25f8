// From a folder to a world. Files are taken in sorted order, so diagnostics and ids do not depend on the file
// system; every configuration goes to the one reader that claims it. Readers know one file only, so files are
// opened in order, parsed at the same time, each with diagnostics of its own, and put together in order.

#include "study/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/parallel.h"
#include "formats/announcements_reader.h"
#include "formats/bgp_message.h"
#include "formats/formats.h"
#include "formats/inventory_reader.h"
#include "formats/isp_reader.h"
#include "formats/layer1_reader.h"
#include "formats/mrt_reader.h"
#include "formats/policy_reader.h"
#include "routing/gaps.h"
#include "rules/stanza.h"
#include "study/outside.h"
#include "study/printed_tables.h"

namespace ringfence::study {
namespace {

using base::DiagnosticKind;

/// Folders of configurations; the second holds devices that are folders, as other tools lay them out.
constexpr const char* kConfigFolders[] = {"configs", "sonic_configs"};

/// A configuration that was opened, and what its reader made of it.
struct ReadConfigFile {
  std::string name;                ///< of the file, or of the folder
  std::vector<std::string> parts;  ///< of a device that is a folder: its files in order
  base::FileId file;
  const base::SourceFile* source = nullptr;  ///< null: it cannot be read
  const formats::Format* format = nullptr;
  formats::ParsedFile parsed;
  std::vector<routing::Gap> gaps;
  base::Diagnostics diagnostics;  ///< of opening, detection and reading, in this order
};

/// A file of the inventory that was opened.
struct InventoryFile {
  base::FileId file;
  const base::SourceFile* source = nullptr;
  bool csv = false;
};

/// One configuration on its way to a node.
struct ParsedDevice {
  routing::Node node;
  std::vector<std::size_t> files;  ///< indices into Snapshot::configs
};

class Loader {
 public:
  Loader(const base::FileSystem& files, std::string root, unsigned threads, Snapshot& snapshot)
      : files_(files), root_(std::move(root)), threads_(threads), snapshot_(snapshot) {}

  void Load() {
    OpenConfigs();
    OpenInventory();
    OpenCables();
    ReadAll();
    AddHosts();
    snapshot_.diagnostics.Append(cable_diagnostics_);
    CheckHostNames();
    PlaceAnnouncements();
    if (snapshot_.diagnostics.has_errors()) return;
    Assemble();
  }

 private:
  std::string Path(std::string_view name) const { return base::JoinPath(root_, name); }

  /// Loads a file as a source; nullopt (diagnosed) when it cannot be read.
  std::optional<base::FileId> Open(const std::string& name, base::Diagnostics& diagnostics) {
    auto text = files_.Read(Path(name));
    if (!text) {
      diagnostics.Add({DiagnosticKind::kFileUnreadable, {}, text.error().message});
      return std::nullopt;
    }
    return snapshot_.sources.Add(name, std::move(*text));
  }

  /// Configurations below a folder, one level of folders included, in the order of their names.
  void FindConfigs(const std::string& folder) {
    const auto entries = files_.List(Path(folder));
    if (!entries) return;
    for (const base::FolderEntry& entry : *entries) {
      if (entry.name.starts_with('.')) continue;
      if (entry.is_folder) {
        FindConfigsIn(folder + "/" + entry.name);
      } else {
        configs_.emplace_back().name = folder + "/" + entry.name;
      }
    }
  }

  /// A folder is one device when a reader knows all its files as parts of one, else each file is a device.
  void FindConfigsIn(const std::string& folder) {
    const auto entries = files_.List(Path(folder));
    if (!entries) return;
    std::vector<std::string> names;
    for (const base::FolderEntry& file : *entries) {
      if (file.name.starts_with('.')) continue;
      if (!file.is_folder) {
        names.push_back(file.name);
        continue;
      }
      snapshot_.diagnostics.Add(
          {DiagnosticKind::kFileUnreadable,
           {},
           fmt::format("'{}/{}' is a folder in the folder of a device; only files are read there", folder,
                       file.name)});
    }
    const formats::Format* format = formats::FormatOfParts(names);
    if (format == nullptr) {
      for (const std::string& name : names) configs_.emplace_back().name = folder + "/" + name;
      return;
    }
    std::ranges::stable_sort(names, {},
                             [format](const std::string& name) { return format->part_rank(name); });
    ReadConfigFile& config = configs_.emplace_back();
    config.name = folder;
    config.format = format;
    for (const std::string& name : names) config.parts.push_back(folder + "/" + name);
  }

  void OpenConfigs() {
    for (const char* folder : kConfigFolders) FindConfigs(folder);
    if (configs_.empty()) {
      snapshot_.diagnostics.Add(
          {DiagnosticKind::kSnapshotEmpty, {}, fmt::format("no configuration below '{}'", Path("configs"))});
    }
    for (ReadConfigFile& config : configs_) {
      const auto file = config.parts.empty() ? Open(config.name, config.diagnostics) : OpenParts(config);
      if (!file) continue;
      config.file = *file;
      config.source = &snapshot_.sources.file(*file);
    }
  }

  std::optional<base::FileId> OpenParts(ReadConfigFile& config) {
    std::vector<base::NamedText> texts;
    for (const std::string& name : config.parts) {
      auto text = files_.Read(Path(name));
      if (!text) {
        config.diagnostics.Add({DiagnosticKind::kFileUnreadable, {}, text.error().message});
        return std::nullopt;
      }
      texts.push_back({name, std::move(*text)});
    }
    return snapshot_.sources.Add(config.name, std::move(texts));
  }

  /// The policy, the inventory, the cables and every configuration at the same time. Only the policy opens
  /// more files.
  void ReadAll() {
    base::ParallelFor(3 + configs_.size(), threads_, [&](std::size_t i, unsigned) {
      if (i == 0) return ReadPolicyFile();
      if (i == 1) return ReadInventory();
      if (i == 2) return ReadCables();
      Parse(configs_[i - 3]);
    });
    for (ReadConfigFile& read : configs_) {
      snapshot_.diagnostics.Append(read.diagnostics);
      if (read.source != nullptr) AddConfig(read);
    }
    snapshot_.diagnostics.Append(inventory_diagnostics_);
    snapshot_.diagnostics.Append(policy_diagnostics_);
  }

  /// Reads one file. Touches nothing else.
  static void Parse(ReadConfigFile& read) {
    if (read.source == nullptr) return;
    if (read.parts.empty()) {
      read.format = formats::DetectFormat(*read.source, read.file, read.diagnostics);
    } else if (!formats::CheckText(*read.source, read.file, read.diagnostics)) {
      read.format = nullptr;
    }
    if (read.format == nullptr) return;
    read.parsed = read.format->parse(*read.source, read.file);
    read.diagnostics.Append(read.parsed.diagnostics);
    read.gaps = routing::GapsOf(read.parsed.config);
  }

  void AddConfig(ReadConfigFile& read) {
    const base::FileId file = read.file;
    ConfigFile config{file, read.parts.empty() ? StemOf(read.name) : NameOf(read.name), "", {}};
    if (read.format != nullptr) {
      config.format = read.format->name;
      config.fates = std::move(read.parsed.fates);
      for (const routing::Gap& gap : read.gaps) OpenGap(gap, config.fates);
      model::Device& device = read.parsed.config.device;
      if (device.name.empty()) {
        if (read.parts.empty()) {  // a folder is named after its device
          snapshot_.diagnostics.Add({DiagnosticKind::kHostnameMissing,
                                     {file, 0, 0, 0},
                                     fmt::format("no host name; the device is called '{}'", config.device)});
        }
        device.name = config.device;
        device.name_span = {file, 0, 0, 0};
      }
      config.device = device.name;
      const bool open = std::ranges::any_of(config.fates.lines, [](const model::LineFate& line) {
        return line.impact.has(model::Impact::kForwarding);
      });
      devices_.push_back(
          {{.config = std::move(read.parsed.config), .open_forwarding = open}, {snapshot_.configs.size()}});
    }
    snapshot_.configs.push_back(std::move(config));
  }

  /// What no engine computes is not modelled, however well the reader understood it. A gap that no line of
  /// the file makes, such as a default of the system, stands on its first line.
  static void OpenGap(const routing::Gap& gap, model::FileFates& fates) {
    if (fates.lines.empty()) return;
    const bool here =
        gap.span.file == fates.file && gap.span.line != 0 && gap.span.line <= fates.lines.size();
    model::LineFate& line = fates.lines[here ? gap.span.line - 1 : 0];
    const auto impact = static_cast<std::uint8_t>(line.impact.bits | gap.impact);
    line = {model::Fate::kUnmodelled, model::Impact{impact}, std::string(gap.reason)};
  }

  /// A gap of a file that is no configuration touches the whole network, so any configuration may carry it.
  void OpenGapBetween(const routing::Gap& gap) {
    if (snapshot_.configs.empty()) return;
    const auto found = std::ranges::find(snapshot_.configs, gap.span.file, &ConfigFile::file);
    OpenGap(gap, (found == snapshot_.configs.end() ? snapshot_.configs.begin() : found)->fates);
  }

  /// What the texts leave open between devices, and names that nothing defines: each line that takes part
  /// counts as not modelled. Doubts that stand in no configuration, or are too many to keep, open all
  /// devices.
  void OpenDoubts() {
    for (const base::Diagnostic& doubt : snapshot_.diagnostics.items()) {
      if (base::InfoOf(doubt.kind).severity != base::Severity::kDoubt) continue;
      bool placed = OpenDoubt(doubt.span, doubt.what);
      for (const base::Span& also : doubt.also) placed |= OpenDoubt(also, doubt.what);
      if (!placed) OpenAllDevices(doubt.what);
    }
    if (snapshot_.diagnostics.dropped_doubts()) OpenAllDevices("more doubts than are kept");
  }

  void OpenAllDevices(std::string_view reason) {
    for (ConfigFile& config : snapshot_.configs) OpenDoubt({config.file, 1, 1, 0}, reason);
  }

  /// False when the place is in no configuration.
  bool OpenDoubt(const base::Span& span, std::string_view reason) {
    const auto found = std::ranges::find(snapshot_.configs, span.file, &ConfigFile::file);
    if (found == snapshot_.configs.end()) return false;
    OpenGap({span, model::Impact::kAll, reason}, found->fates);
    return true;
  }

  /// Name without the folders around it.
  static std::string NameOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

  /// File name without folder and last extension.
  static std::string StemOf(const std::string& name) {
    const std::string file = NameOf(name);
    const std::size_t dot = file.rfind('.');
    return dot == std::string::npos || dot == 0 ? file : file.substr(0, dot);
  }

  void OpenInventory() {
    const auto entries = files_.List(root_);
    if (!entries) return;
    for (const base::FolderEntry& entry : *entries) {
      const bool yaml =
          entry.name == "inventory.yaml" || entry.name == "inventory.yml" || entry.name == "inventory.json";
      const bool csv = entry.name == "inventory.csv";
      if (entry.is_folder || (!yaml && !csv)) continue;
      const auto file = Open(entry.name, inventory_diagnostics_);
      if (file) inventories_.push_back({*file, &snapshot_.sources.file(*file), csv});
    }
  }

  void ReadInventory() {
    snapshot_.has_inventory = !inventories_.empty();
    for (const InventoryFile& opened : inventories_) {
      const auto read = opened.csv ? &formats::ReadInventoryCsv : &formats::ReadInventoryYaml;
      read(*opened.source, opened.file, snapshot_.inventory, inventory_diagnostics_);
    }
    formats::CheckInventoryNames(snapshot_.inventory, inventory_diagnostics_);
  }

  void ReadPolicyFile() {
    if (!files_.Exists(Path("ringfence.yaml"))) return;
    snapshot_.has_policy = true;
    snapshot_.policy = formats::ReadPolicy(files_, root_, "ringfence.yaml", rules::RuleSchema(),
                                           snapshot_.sources, policy_diagnostics_);
  }

  void OpenCables() {
    for (const char* name : {"batfish/layer1_topology.json", "layer1_topology.json"}) {
      if (!files_.Exists(Path(name))) continue;
      const auto file = Open(name, cable_diagnostics_);
      if (!file) continue;
      cable_file_ = *file;
      cable_source_ = &snapshot_.sources.file(*file);
      return;
    }
  }

  void ReadCables() {
    if (cable_source_ != nullptr)
      cables_ = formats::ReadLayer1(*cable_source_, cable_file_, cable_diagnostics_);
  }

  /// Elements with interfaces and no configuration become hosts; declared tunnels end at them.
  void AddHosts() {
    for (const model::Element& element : snapshot_.inventory.elements) {
      if (element.interfaces.empty()) continue;
      const auto same = std::ranges::find(devices_, element.name,
                                          [](const ParsedDevice& d) { return d.node.config.device.name; });
      if (same != devices_.end()) {
        snapshot_.diagnostics.Add(
            {DiagnosticKind::kNameDuplicate,
             element.span,
             fmt::format("'{}' has a configuration and interfaces in the inventory; one of them must go",
                         element.name),
             {same->node.config.device.name_span}});
        continue;
      }
      devices_.push_back({routing::HostNode(element), {}});
    }
    for (const model::DeclaredTunnel& declared : snapshot_.inventory.tunnels) {
      const auto at = std::ranges::find(devices_, declared.at,
                                        [](const ParsedDevice& d) { return d.node.config.device.name; });
      if (at == devices_.end() || !at->node.is_host) {
        snapshot_.diagnostics.Add(
            {DiagnosticKind::kNameUnknown, declared.tunnel.span,
             fmt::format("tunnel '{}' ends at '{}', which is no element with interfaces in the inventory",
                         declared.tunnel.name, declared.at)});
        continue;
      }
      at->node.config.device.tunnels.push_back(declared.tunnel);
    }
  }

  /// The neighbours that a source speaks about.
  std::vector<routing::OutsideNeighbor> NeighborsOf(const model::AnnouncementSource& source) {
    std::vector<routing::OutsideNeighbor> neighbors;
    const auto add = [&](const net::IpAddress& address) -> routing::OutsideNeighbor& {
      routing::OutsideNeighbor& one = neighbors.emplace_back();
      one.vrf = source.vrf;
      one.address = address;
      one.span = source.span;
      return one;
    };
    if (source.mrt.empty()) return add(*source.from), neighbors;
    if (source.mrt.starts_with('/') || source.mrt.contains("..")) {
      snapshot_.diagnostics.Add({DiagnosticKind::kIncludeOutside, source.mrt_span,
                                 fmt::format("'{}' is outside of the snapshot", source.mrt)});
      return neighbors;
    }
    const auto file = Open(source.mrt, snapshot_.diagnostics);
    if (!file) return neighbors;
    for (formats::MrtPeer& peer :
         formats::ReadMrt(snapshot_.sources.file(*file), *file, source.from, snapshot_.diagnostics)) {
      if (peer.address == net::IpAddress{peer.address.family, 0, 0}) continue;  // routes of the writer itself
      routing::OutsideNeighbor& one = add(peer.address);
      if (peer.as != formats::kAsTrans) one.as = peer.as;
      one.router_id = peer.router_id;
      one.paths = std::move(peer.paths);
      one.routes = std::move(peer.routes);
      for (routing::AnnouncedPath& path : one.paths) path.imported = source.imported;
      for (routing::AnnouncedRoute& route : one.routes) route.span = source.span;
    }
    if (neighbors.empty() && !snapshot_.diagnostics.has_errors()) {
      snapshot_.diagnostics.Add({DiagnosticKind::kAnnouncementUnused, source.mrt_span,
                                 fmt::format("'{}' holds nothing of {}", source.mrt,
                                             source.from ? net::ToString(*source.from) : "any peer")});
    }
    return neighbors;
  }

  void PlaceAnnouncements() {
    std::vector<routing::Node*> nodes;
    for (ParsedDevice& device : devices_) nodes.push_back(&device.node);
    OutsidePlacer placer(nodes, snapshot_.diagnostics);
    for (const model::AnnouncementSource& source : snapshot_.inventory.announcements) {
      for (routing::OutsideNeighbor& neighbor : NeighborsOf(source))
        placer.Place(source.to, source.to_span, std::move(neighbor));
    }
    if (const auto file = OpenIfThere("batfish/isp_config.json"))
      placer.Place(formats::ReadIspConfig(snapshot_.sources.file(*file), *file, snapshot_.diagnostics));
    if (const auto file = OpenIfThere("external_bgp_announcements.json"))
      placer.Place(formats::ReadAnnouncements(snapshot_.sources.file(*file), *file, snapshot_.diagnostics));
  }

  std::optional<base::FileId> OpenIfThere(const std::string& name) {
    return files_.Exists(Path(name)) ? Open(name, snapshot_.diagnostics) : std::nullopt;
  }

  void CheckHostNames() {
    std::map<std::string, base::Span, std::less<>> seen;
    for (const ParsedDevice& device : devices_) {
      const auto [first, fresh] =
          seen.emplace(device.node.config.device.name, device.node.config.device.name_span);
      if (fresh) continue;
      snapshot_.diagnostics.Add({DiagnosticKind::kHostnameDuplicate,
                                 device.node.config.device.name_span,
                                 fmt::format("two devices are called '{}'", device.node.config.device.name),
                                 {first->second}});
    }
  }

  void Assemble() {
    std::vector<routing::Node> nodes;
    std::vector<std::vector<const model::FileFates*>> fates;
    for (ParsedDevice& device : devices_) nodes.push_back(std::move(device.node));
    snapshot_.network = std::make_unique<routing::Network>(std::move(nodes), cables_, snapshot_.diagnostics);
    for (const routing::Gap& gap : routing::GapsBetween(*snapshot_.network, cables_)) OpenGapBetween(gap);
    for (const ParsedDevice& device : devices_) {
      fates.emplace_back();
      for (std::size_t config : device.files) fates.back().push_back(&snapshot_.configs[config].fates);
    }
    const exposure::WorldParts parts{*snapshot_.network, snapshot_.inventory, snapshot_.policy};
    snapshot_.world = std::make_unique<exposure::World>(exposure::BuildWorld(parts, snapshot_.diagnostics));
    if (!snapshot_.inventory.observed.empty())
      snapshot_.world->observed = PrintedTables(ReadObserved(files_, root_, snapshot_), snapshot_);
    if (snapshot_.diagnostics.has_errors()) return;
    snapshot_.engine = std::make_unique<exposure::ExposureEngine>(*snapshot_.world);
    snapshot_.diagnostics.Append(snapshot_.engine->routing().findings());
    OpenDoubts();
    snapshot_.cones = std::make_unique<exposure::Cones>(*snapshot_.world, fates);
  }

  const base::FileSystem& files_;
  std::string root_;
  unsigned threads_;
  Snapshot& snapshot_;
  std::vector<ReadConfigFile> configs_;
  std::vector<InventoryFile> inventories_;
  base::Diagnostics inventory_diagnostics_;
  base::Diagnostics policy_diagnostics_;
  base::FileId cable_file_;
  const base::SourceFile* cable_source_ = nullptr;  ///< null: no cables are named
  base::Diagnostics cable_diagnostics_;
  std::vector<model::Cable> cables_;
  std::vector<ParsedDevice> devices_;
};

}  // namespace

base::Result<std::unique_ptr<Snapshot>> LoadSnapshot(const base::FileSystem& files, const std::string& root,
                                                     unsigned threads) {
  const auto entries = files.List(root);
  if (!entries) return base::Fail(entries.error().message);
  auto snapshot = std::make_unique<Snapshot>();
  Loader(files, root, threads, *snapshot).Load();
  return snapshot;
}

}  // namespace ringfence::study
