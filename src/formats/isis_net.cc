#include "formats/isis_net.h"

#include <algorithm>
#include <cctype>

namespace ringfence::formats {

void SplitNet(const std::string& net, routing::isis::IsisProcess& process) {
  constexpr std::size_t kSystemAndSelector = 17;  // "0010.0100.1001.00"
  if (net.size() <= kSystemAndSelector + 1) return;
  const std::size_t system = net.size() - kSystemAndSelector;
  if (net[system - 1] != '.' || net[net.size() - 3] != '.') return;
  std::string area = net.substr(0, system - 1);
  std::ranges::transform(area, area.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  process.area_ids = {area};
  process.system_id = net.substr(system, kSystemAndSelector - 3);
}

}  // namespace ringfence::formats
