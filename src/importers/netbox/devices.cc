#include "importers/netbox/devices.h"

#include <fmt/format.h>

#include <algorithm>

#include "importers/element_values.h"
#include "importers/table.h"

namespace ringfence::importers::netbox {
namespace {

using base::DiagnosticKind;

std::string LowerCase(std::string text) {
  for (char& byte : text) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return text;
}

std::string FirstOf(const Table& table, std::initializer_list<std::string_view> columns) {
  for (const std::string_view column : columns) {
    if (table.Has(column)) return table.Cell(column).text;
  }
  return {};
}

void ReadDevices(Table& table, std::string_view file, Import& import) {
  static const std::vector<std::string_view> kOwnColumns = {"ringfence_kind",
                                                            "ringfence_maker",
                                                            "ringfence_parts",
                                                            "ringfence_software",
                                                            "ringfence_owner",
                                                            "ringfence_operator",
                                                            "ringfence_service_provider",
                                                            "ringfence_lessor",
                                                            "ringfence_function"};
  std::vector<std::string_view> taken = {"name",         "status", "tenant", "role",        "device_role",
                                         "manufacturer", "site",   "id",     "last_updated"};
  std::vector<std::string> prefixed;
  for (const std::string_view column : kOwnColumns) prefixed.push_back("cf_" + std::string(column));
  taken.insert(taken.end(), kOwnColumns.begin(), kOwnColumns.end());
  taken.insert(taken.end(), prefixed.begin(), prefixed.end());
  while (table.Next()) {
    Device device{table.Cell("name").text,
                  LowerCase(table.Cell("status").text),
                  FirstOf(table, {"role", "device_role"}),
                  table.Cell("manufacturer").text,
                  table.Cell("tenant").text,
                  table.Cell("site").text};
    device.span = table.span();
    device.because = fmt::format("NetBox {}, line {}", file, device.span.line);
    const std::string updated = table.Cell("last_updated").text;
    if (!DayOf(updated).empty()) device.because += fmt::format(", updated {}", DayOf(updated));
    for (std::size_t i = 0; i < kOwnColumns.size(); ++i) {
      const std::string text = FirstOf(table, {prefixed[i], kOwnColumns[i]});
      if (!text.empty()) device.own.emplace_back(kOwnColumns[i], text);
    }
    table.LeaveRest("NetBox table of devices", taken);
    WriteDevice(device, import);
  }
}

void ReadCables(Table& table, bool import_form, Import& import) {
  const char* columns[2][3] = {{"side_a_device", "side_a_name", "side_a_type"},
                               {"side_b_device", "side_b_name", "side_b_type"}};
  if (!import_form) {
    columns[0][0] = "device_a", columns[0][1] = "termination_a";
    columns[1][0] = "device_b", columns[1][1] = "termination_b";
  }
  while (table.Next()) {
    table.LeaveRest("NetBox table of cables", {columns[0][0], columns[0][1], columns[0][2], columns[1][0],
                                               columns[1][1], columns[1][2], "id", "status", "type"});
    Port ends[2];
    bool whole = true, interfaces = true;
    for (int side = 0; side < 2; ++side) {
      ends[side] = {table.Cell(columns[side][0]).text, table.Cell(columns[side][1]).text};
      whole = whole && !ends[side].device.empty() && !ends[side].interface.empty();
      const std::string type = import_form ? table.Cell(columns[side][2]).text : "";
      interfaces = interfaces && (type.empty() || type == "dcim.interface");
    }
    if (!whole || !interfaces)
      import.Leave("NetBox table of cables: cables that do not join two interfaces", table.span());
    else
      import.Join(ends[0], ends[1], table.span());
  }
}

}  // namespace

bool IsHostKind(std::string_view kind) {
  constexpr std::string_view kDevices[] = {"router", "switch", "firewall", "security-gateway", "line-system"};
  return std::ranges::find(kDevices, kind) == std::end(kDevices);
}

std::string WriteDevice(const Device& device, Import& import) {
  if (device.status == "planned" || device.status == "inventory")
    return import.Leave(fmt::format("NetBox: devices with status {}", device.status), device.span), "";
  if (device.name.empty()) return import.Leave("NetBox: devices without a name", device.span), "";
  if (!device.site.empty()) import.At(Section::kSites, device.site, device.span, "");
  Record& record = import.At(Section::kElements, device.name, device.span, device.because);
  std::string kind;
  for (const auto& [key, text] : device.own) {
    if (key == "ringfence_kind") kind = text;
  }
  if (kind.empty()) kind = KindIn(device.role);
  if (kind.empty()) {
    import.Leave(
        "NetBox: devices whose role ends with no kind of element, and without the custom field "
        "ringfence_kind, stand as routers",
        device.span);
    kind = "router";
  }
  SetElementValue(import, record, "kind", kind, device.span);
  import.Set(record, "role", device.role, device.span);
  import.Set(record, "maker", device.maker, device.span);
  if (device.maker.empty()) import.Leave("NetBox: devices without a manufacturer", device.span);
  import.Set(record, "owner", device.owner, device.span);
  import.Set(record, "site", device.site, device.span);
  for (const auto& [key, text] : device.own) {
    std::string own = key.substr(std::string_view("ringfence_").size());
    std::ranges::replace(own, '_', '-');
    if (own != "kind") SetElementValue(import, record, own, text, device.span);
  }
  return kind;
}

void ReadTable(const base::SourceFile& source, base::FileId file, Import& import) {
  Table table(source, file, import);
  const std::string_view name = FileNameOf(source.name());
  if (table.Has("name") && table.Has("manufacturer")) return ReadDevices(table, name, import);
  if (table.Has("side_a_device") && table.Has("side_b_device")) return ReadCables(table, true, import);
  if (table.Has("device_a") && table.Has("device_b")) return ReadCables(table, false, import);
  import.Add(
      DiagnosticKind::kKeyMissing, {file, 1, 1, 1},
      "a table of devices has the columns name and manufacturer, one of cables device_a, termination_a, "
      "device_b, termination_b or side_a_device, side_a_name, side_b_device, side_b_name");
}

}  // namespace ringfence::importers::netbox
