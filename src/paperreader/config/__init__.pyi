from .config import (
    Config as Config,
    ConfigError as ConfigError,
    load_config as load_config,
    read_config as read_config,
)
from .keyword_lists import (
    CannotWrite as CannotWrite,
)
from .paths import (
    config_path as config_path,
    library_path as library_path,
    make_private_folder as make_private_folder,
    sample_path as sample_path,
    state_path as state_path,
)
from .place_file import (
    PlaceFile as PlaceFile,
)
from .settings import (
    COLOUR_NAMES as COLOUR_NAMES,
    PLAIN as PLAIN,
    SETTINGS as SETTINGS,
    ConfigProblem as ConfigProblem,
    KeywordList as KeywordList,
    UserTheme as UserTheme,
    suggestion as suggestion,
)
