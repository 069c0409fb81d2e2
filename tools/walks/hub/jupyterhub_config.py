"""A JupyterHub for one course, as the walk starts it and the guide explains it.

Everyone has a system account; students get JupyterLab without formgrader.
"""

import os
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

PLACE = Path(os.environ["HUB_PLACE"])
PORT = int(os.environ["HUB_PORT"])

c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_port = PORT + 1
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = [os.environ["HUB_PROXY"]]
c.JupyterHub.db_url = f"sqlite:///{PLACE}/hub/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{PLACE}/hub/cookie_secret"

c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.open_sessions = False
c.Authenticator.allowed_users = set(os.environ["HUB_USERS"].split())

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 180


def config_path(spawner):
    """nbgrader's configuration for all; for students one without formgrader too."""
    folders = [PLACE / "etc" / "jupyter"]
    if spawner.user.name not in os.environ["HUB_TEACHERS"].split():
        folders.insert(0, PLACE / "etc" / "students")
    return ":".join(map(str, folders))


c.Spawner.environment = {"JUPYTER_CONFIG_PATH": config_path}
