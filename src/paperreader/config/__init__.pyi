from .config import (
    Config as Config,
    ConfigError as ConfigError,
    config_path as config_path,
    library_path as library_path,
    load_config as load_config,
    make_private_folder as make_private_folder,
    read_config as read_config,
    sample_path as sample_path,
    state_path as state_path,
)
from .keyword_lists import (
    CannotWrite as CannotWrite,
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
